//! The files a browser fetches, compiled into the binary. Their addresses carry a hash of the content, so they may be
//! cached for ever (`Cache-Control: public, max-age=31536000, immutable`).

/// One file for the browser.
#[derive(Debug, Clone, Copy)]
pub struct Asset {
    /// Its name below `/assets/`.
    pub name: &'static str,
    /// For the `Content-Type` header.
    pub content_type: &'static str,
    /// Where a browser asks for it: its path, with the hash as `v`.
    pub address: &'static str,
    /// Hash of the content; usable as entity tag.
    pub hash: &'static str,
    /// The content.
    pub bytes: &'static [u8],
    /// The content packed for `Content-Encoding: gzip`; fonts are packed in themselves.
    pub gzip: Option<&'static [u8]>,
}

/// Sorted by name.
static ALL: &[Asset] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The file of a path, with or without `/assets/` in front.
pub fn find(path: &str) -> Option<Asset> {
    let name = path.strip_prefix("/assets/").unwrap_or(path);
    ALL.binary_search_by_key(&name, |asset| asset.name).ok().and_then(|at| ALL.get(at)).copied()
}

/// The addresses that templates name: with a file that is not there they do not compile.
pub mod address {
    include!(concat!(env!("OUT_DIR"), "/addresses.rs"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_found_by_its_own_address() {
        assert!(ALL.windows(2).all(|pair| pair[0].name < pair[1].name));
        for asset in ALL {
            let (path, version) = asset.address.split_once("?v=").unwrap();
            assert_eq!(find(path).unwrap().bytes, asset.bytes);
            assert_eq!(version, asset.hash);
        }
        assert!(find("/assets/../Cargo.toml").is_none());
    }

    #[test]
    fn modules_and_fonts_are_addressed_by_hash() {
        let text = |name: &str| std::str::from_utf8(find(name).unwrap().bytes).unwrap();
        for asset in ALL.iter().filter(|a| a.name.ends_with(".js") && a.name != "htmx.js") {
            for import in text(asset.name).split("from \"./").skip(1) {
                let (path, rest) = import.split_once('"').unwrap();
                let (name, hash) = path.split_once("?v=").unwrap_or_else(|| panic!("{path}{rest:.0}"));
                assert_eq!(find(name).unwrap().hash, hash);
            }
        }
        let fonts = text("fonts.css");
        assert!(fonts.contains("unicode-range") && !fonts.contains("http"));
        let (name, _) = fonts.split_once("url(").unwrap().1.split_once('?').unwrap();
        assert!(find(name).is_some());
    }
}
