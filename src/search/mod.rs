//! From a question to ranked candidate sentences.
