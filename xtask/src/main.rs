//! `cargo xtask`: what developers and the continuous integration run.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use xtask::{data, eval, train};

/// Work on Parallax itself.
#[derive(Debug, Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Score every layer: our own gold against its floors, then the development data where it is present
    Eval {
        /// Folder that holds `data/` and `score/` [default: ../shared]
        #[arg(long, default_value = "../shared")]
        shared: PathBuf,
        /// Our own gold alone
        #[arg(long)]
        own: bool,
        /// Folder with the test cases of quantulum3, to be read instead
        #[arg(long)]
        quantulum: Option<PathBuf>,
        /// Nothing but this list: lines of two names, `same` or `different`, and what is known of them
        #[arg(long, value_name = "FILE")]
        name_pairs: Option<PathBuf>,
        /// Nothing but stances, with what was taken for what in the gold that may be read
        #[arg(long)]
        stance: bool,
        /// Nothing but our own gold of speakers, with every error
        #[arg(long)]
        speakers: bool,
    },
    /// Make the files under `data/` that are not written by hand
    Data {
        /// What to make
        #[arg(default_value = "counted")]
        what: Made,
        /// Folder that holds `data/` [default: ../shared]
        #[arg(long, default_value = "../shared")]
        shared: PathBuf,
        /// Folder of the packages that `fetch` brings [default: target/packages]
        #[arg(long, default_value = "target/packages")]
        packages: PathBuf,
    },
    /// Learn the weights under `data/` again
    Train(Train),
}

#[derive(Debug, clap::Args)]
struct Train {
    /// What to learn
    what: What,
    /// Folder of the annotated collections [default: ../shared/data]
    #[arg(long, default_value = "../shared/data")]
    data: PathBuf,
    /// From openly licensed collections alone (of the page's weights all are)
    #[arg(long)]
    open_only: bool,
    /// Write nothing; measure on what is left out of the training, in this many parts
    #[arg(long)]
    folds: Option<u64>,
    /// Write here and not under `data/`; for pages with `folds`, where to put the texts that were read
    #[arg(long)]
    out: Option<PathBuf>,
}

/// Data that is made.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Made {
    /// Nothing yet: bring the packages that data is made from
    Fetch,
    /// Word lists, counted in collections
    Counted,
    /// Groups of words that are used alike, from word vectors
    Clusters,
    /// Names that are one name, from spellings in many scripts
    Names,
    /// Places of the world, from extracts of GeoNames
    Places,
    /// Lists of names for the recogniser
    NameLists,
}

/// Weights that can be learned.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum What {
    /// Which blocks of a page are its text
    Pages,
    /// Which string of a page is its headline
    Titles,
    /// Dictionary forms of words that break the rules
    Lemmas,
    /// Parts of speech
    Tags,
    /// Dependency trees
    Tree,
    /// Names of persons, organisations, places and the rest
    Names,
    /// Who says what
    Attributions,
}

fn finish(result: Result<(), Box<dyn std::error::Error>>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn main() -> ExitCode {
    let root = eval::root();
    match Cli::parse().command {
        Command::Eval { quantulum: Some(folder), .. } => match eval::quantulum::table(&folder) {
            Ok(true) => ExitCode::SUCCESS,
            Ok(false) => ExitCode::FAILURE,
            Err(error) => finish(Err(error)),
        },
        Command::Eval { name_pairs: Some(file), .. } => finish(eval::name_pairs::run(&file)),
        Command::Eval { stance: true, .. } => {
            eval::stance::table(&root);
            ExitCode::SUCCESS
        }
        Command::Eval { speakers: true, .. } => {
            eval::speakers::run(&root);
            ExitCode::SUCCESS
        }
        Command::Eval { shared, own, .. } => {
            let held = eval::own::table(&root);
            if !own {
                eval::shared::table(&root.join(shared));
            }
            if held { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Command::Data { what, shared, packages } => {
            let packages = root.join(packages);
            finish(match what {
                Made::Fetch => data::fetch::run(&root, &packages),
                Made::Counted => data::counted::rebuild(&root, &root.join(shared)),
                Made::Clusters => data::clusters::run(&root, &packages),
                Made::Names => data::names::rebuild(&root, &packages),
                Made::Places => data::places::run(&root, &packages),
                Made::NameLists => data::name_lists::run(&root, &packages),
            })
        }
        Command::Train(args) => finish(learn(&root, &args)),
    }
}

fn learn(root: &Path, args: &Train) -> Result<(), Box<dyn std::error::Error>> {
    let data = root.join(&args.data);
    let out = |file: &str| args.out.clone().unwrap_or_else(|| root.join("data/en").join(file));
    match args.what {
        What::Pages => train::pages::run(root, &data, args.folds, args.out.as_deref()),
        What::Titles => train::titles::run(root, &data, args.folds),
        What::Lemmas => train::lemmas::run(&data, args.open_only, &out("lemmas.tsv")),
        What::Tags => train::tags::run(&data, args.open_only, &out("tags.weights")),
        What::Tree => train::tree::run(&data, args.open_only, &out("tree.weights")),
        What::Attributions => {
            train::attributions::run(root, &data, args.open_only, &out("attributions.weights"))
        }
        What::Names => train::names::run(
            root,
            &train::names::Order {
                gold: data.join("names"),
                open_only: args.open_only,
                held_out: args.folds.is_some(),
                out: args.out.clone().unwrap_or_else(|| root.join("data/en/names.weights")),
            },
        ),
    }
}
