//! The pipeline, the views and the command line.
