//! Where the news of a statement comes from.
