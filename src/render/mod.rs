//! Every string the program says.
