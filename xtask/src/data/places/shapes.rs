//! Middles of areas in TopoJSON.

use std::collections::BTreeMap;

use serde_json::Value;

/// The point about the middle of every shape of `object`, by the shape's id: the mean of its triangles, weighted by
/// their area.
pub(super) fn middles(topology: &Value, object: &str) -> BTreeMap<String, (f64, f64)> {
    let arcs = arcs(topology);
    let mut out = BTreeMap::new();
    for shape in topology["objects"][object]["geometries"].as_array().into_iter().flatten() {
        let mut rings = Vec::new();
        collect(&shape["arcs"], &mut rings);
        let (mut area, mut x, mut y) = (0.0, 0.0, 0.0);
        for ring in &rings {
            let points: Vec<(f64, f64)> = ring.iter().flat_map(|i| arc(&arcs, *i)).collect();
            // Shapes that cross the date line are laid out on one side of it.
            let points: Vec<(f64, f64)> =
                points.iter().map(|(a, b)| (if *a > 170.0 { a - 360.0 } else { *a }, *b)).collect();
            for pair in points.windows(2) {
                let cross = pair[0].0 * pair[1].1 - pair[1].0 * pair[0].1;
                area += cross;
                x += (pair[0].0 + pair[1].0) * cross;
                y += (pair[0].1 + pair[1].1) * cross;
            }
        }
        if let Some(id) = shape["id"].as_str()
            && area != 0.0
        {
            out.insert(id.to_owned(), (y / (3.0 * area), x / (3.0 * area)));
        }
    }
    out
}

type Arc = Vec<(f64, f64)>;

/// Lines as points: they are stored as steps of a grid.
fn arcs(topology: &Value) -> Vec<Arc> {
    let pair = |v: &Value| (v[0].as_f64().unwrap_or(0.0), v[1].as_f64().unwrap_or(0.0));
    let (scale, shift) = (pair(&topology["transform"]["scale"]), pair(&topology["transform"]["translate"]));
    let line = |arc: &Value| {
        let mut at = (0.0, 0.0);
        let steps = arc.as_array().into_iter().flatten().map(pair);
        steps
            .map(|(dx, dy)| {
                at = (at.0 + dx, at.1 + dy);
                (at.0 * scale.0 + shift.0, at.1 * scale.1 + shift.1)
            })
            .collect()
    };
    topology["arcs"].as_array().into_iter().flatten().map(line).collect()
}

/// Rings of polygons, however deep they lie: a list of numbers is a ring.
fn collect(value: &Value, rings: &mut Vec<Vec<i64>>) {
    let Some(list) = value.as_array() else { return };
    if list.iter().all(Value::is_i64) {
        rings.push(list.iter().filter_map(Value::as_i64).collect());
    } else {
        list.iter().for_each(|v| collect(v, rings));
    }
}

/// A line, backwards if its number is negative.
fn arc(arcs: &[Arc], i: i64) -> Arc {
    let at = if i < 0 { !i } else { i } as usize;
    let mut line = arcs.get(at).cloned().unwrap_or_default();
    if i < 0 {
        line.reverse();
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_a_square() {
        let topology = serde_json::json!({
            "transform": {"scale": [1.0, 1.0], "translate": [10.0, 20.0]},
            "arcs": [[[0, 0], [4, 0], [0, 2]], [[0, 0], [0, 2], [4, 0]]],
            "objects": {"o": {"geometries": [{"type": "Polygon", "id": "a", "arcs": [[0, -2]]}]}}
        });
        assert_eq!(middles(&topology, "o")["a"], (21.0, 12.0));
    }
}
