//! Unpacks a compressed body, counting what comes out so that a small bomb stays small.

use std::io::Read;

use flate2::read::MultiGzDecoder;

/// Why a body was not unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unpacking {
    /// More than the limit comes out.
    TooLarge,
    /// It is packed in a way that is not read, or broken.
    Broken,
}

/// The first bytes of everything packed with gzip.
const GZIP_MARK: [u8; 2] = [0x1f, 0x8b];

/// Unpacks one layer as the header `Content-Encoding` tells, giving up as soon as `limit` bytes are exceeded.
pub(super) fn unpack(
    body: Vec<u8>,
    encoding: Option<&str>,
    limit: usize,
) -> Result<Vec<u8>, Unpacking> {
    let encoding = encoding.unwrap_or_default().trim().to_ascii_lowercase();
    match encoding.as_str() {
        "" | "identity" => within(body, limit),
        // Some servers announce what they do not do.
        "gzip" | "x-gzip" if !body.starts_with(&GZIP_MARK) => within(body, limit),
        "gzip" | "x-gzip" => read(MultiGzDecoder::new(body.as_slice()), limit),
        "br" => read(brotli::Decompressor::new(body.as_slice(), 4_096), limit),
        _ => Err(Unpacking::Broken),
    }
}

fn within(body: Vec<u8>, limit: usize) -> Result<Vec<u8>, Unpacking> {
    match body.len() <= limit {
        true => Ok(body),
        false => Err(Unpacking::TooLarge),
    }
}

fn read(source: impl Read, limit: usize) -> Result<Vec<u8>, Unpacking> {
    let mut unpacked = Vec::new();
    let more_than_allowed = limit as u64 + 1;
    let result = source.take(more_than_allowed).read_to_end(&mut unpacked);
    if unpacked.len() > limit {
        return Err(Unpacking::TooLarge);
    }
    result.map(|_| unpacked).map_err(|_| Unpacking::Broken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).expect("in memory");
        encoder.finish().expect("in memory")
    }

    fn brotli(bytes: &[u8]) -> Vec<u8> {
        let mut packed = Vec::new();
        brotli::CompressorWriter::new(&mut packed, 4_096, 5, 22)
            .write_all(bytes)
            .expect("in memory");
        packed
    }

    #[test]
    fn one_layer_is_unpacked() {
        let page = b"<p>Eleven bridges cross the river.</p>".to_vec();
        assert_eq!(unpack(gzip(&page), Some("gzip"), 100), Ok(page.clone()));
        assert_eq!(unpack(brotli(&page), Some(" BR"), 100), Ok(page.clone()));
        assert_eq!(unpack(page.clone(), None, 100), Ok(page.clone()));
        assert_eq!(unpack(page.clone(), Some("gzip"), 100), Ok(page));
    }

    #[test]
    fn a_bomb_goes_off_at_the_limit() {
        let zeros = vec![0; 4 << 20];
        assert_eq!(
            unpack(gzip(&zeros), Some("gzip"), 1 << 20),
            Err(Unpacking::TooLarge)
        );
        assert_eq!(
            unpack(brotli(&zeros), Some("br"), 1 << 20),
            Err(Unpacking::TooLarge)
        );
        assert_eq!(unpack(zeros, None, 1 << 20), Err(Unpacking::TooLarge));
    }

    #[test]
    fn broken_and_double_packing_is_refused() {
        let mut broken = gzip(b"some words");
        let checksum = broken.len() - 8;
        broken[checksum] ^= 0xff;
        assert_eq!(unpack(broken, Some("gzip"), 100), Err(Unpacking::Broken));
        assert_eq!(
            unpack(gzip(b"x"), Some("gzip, gzip"), 100),
            Err(Unpacking::Broken)
        );
        assert_eq!(
            unpack(b"no brotli at all".to_vec(), Some("br"), 100),
            Err(Unpacking::Broken)
        );
        assert_eq!(
            unpack(vec![1, 2, 3], Some("zstd"), 100),
            Err(Unpacking::Broken)
        );
    }
}
