//! What the program writes is what the schemas in `docs/schema` say.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::path::{Path, PathBuf};

use parallax::inputs::Inputs;
use parallax::lines;
use parallax::pipeline::{self, Given};
use parallax::view;
use serde_json::{Value, json};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn assert_valid(schema: &str, value: &Value) {
    let path = root().join("docs/schema").join(format!("{schema}.schema.json"));
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(value).take(5).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

fn example() -> Inputs {
    Inputs::find(&[root().join("examples/strait/pages")]).unwrap()
}

/// The example's pages as lines for the stages.
fn example_lines() -> String {
    let files = example().files;
    let line = |path: &PathBuf| {
        let key = if path.extension().is_some_and(|e| e == "html") { "html" } else { "text" };
        let id = path.file_name().unwrap().to_string_lossy().into_owned();
        json!({"id": id, key: std::fs::read_to_string(path).unwrap()}).to_string()
    };
    files.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn parsed(bytes: &[u8]) -> Vec<Value> {
    serde_json::Deserializer::from_slice(bytes).into_iter().collect::<Result<_, _>>().unwrap()
}

#[test]
fn reports() {
    let report = pipeline::report(&example(), &Given::default(), &|| ());
    let text = (view::by_ending("json").unwrap().render)(&report);
    assert_valid("report", &serde_json::from_str(&text).unwrap());
}

#[test]
fn pages() {
    let mut out = Vec::new();
    lines::extract(example_lines().as_bytes(), &mut out).unwrap();
    for page in parsed(&out) {
        assert_valid("page", &page);
    }
}

#[test]
fn documents_and_the_ledger_made_of_them() {
    let mut documents = Vec::new();
    lines::annotate(example_lines().as_bytes(), &mut documents, &["tokens", "quantities", "events"]).unwrap();
    for document in parsed(&documents) {
        assert_valid("document", &document);
    }
    let mut from_documents = Vec::new();
    lines::ledger(documents.as_slice(), &mut from_documents).unwrap();
    let ledger = parsed(&from_documents).remove(0);
    assert_valid("ledger", &ledger);
    let mut from_lines = Vec::new();
    lines::ledger(example_lines().as_bytes(), &mut from_lines).unwrap();
    assert_eq!(ledger, parsed(&from_lines).remove(0), "documents on the way make no difference");
}
