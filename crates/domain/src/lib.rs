//! The product: one module per context, synchronous, without HTTP and without HTML.

pub mod municipality;
