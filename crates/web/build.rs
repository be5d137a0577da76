//! Gathers what a browser fetches into one table compiled into the binary: own files of `assets/`, and the design
//! tokens, htmx and the font from the npm packages of set-up.

use std::{
    collections::BTreeMap,
    env,
    error::Error,
    fmt::Write as _,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

/// Own stylesheets in the order of the cascade; the design system's tokens stand before them.
const STYLES: [&str; 9] = ["tokens", "base", "frame", "forms", "data", "banner", "overlay", "phone", "print"];
const FONT: &str = "node_modules/@fontsource/biz-udpgothic";
const WEIGHTS: [&str; 2] = ["400", "700"];

type Result<T> = std::result::Result<T, Box<dyn Error>>;

struct Gathered {
    out: PathBuf,
    /// name → content hash
    hashes: BTreeMap<String, String>,
    table: String,
    /// One constant per file that templates may name.
    addresses: String,
}

fn main() -> Result<()> {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let root = here.join("../..");
    let assets = here.join("assets");
    println!("cargo::rerun-if-changed=assets");
    println!("cargo::rerun-if-changed=../../package-lock.json");
    println!("cargo::rerun-if-changed=../../node_modules/.package-lock.json");

    let tokens = root.join("node_modules/@digital-go-jp/design-tokens/dist/tokens.css");
    let htmx = root.join("node_modules/htmx.org/dist/htmx.min.js");
    if [&tokens, &htmx, &root.join(FONT)].iter().any(|needed| !needed.exists()) {
        println!("cargo::error=Packages for the browser are missing: run `cargo xtask setup` once.");
        return Ok(());
    }

    let mut all = Gathered {
        out: PathBuf::from(env::var("OUT_DIR")?).join("assets"),
        hashes: BTreeMap::new(),
        table: String::new(),
        addresses: String::new(),
    };
    fs::create_dir_all(&all.out)?;

    let mut styles = fs::read_to_string(&tokens)?;
    for part in STYLES {
        styles.push_str(&fs::read_to_string(assets.join(part).with_extension("css"))?);
    }
    all.add("kasane.css", "text/css; charset=utf-8", styles.as_bytes())?;
    all.add("htmx.js", "text/javascript; charset=utf-8", &fs::read(&htmx)?)?;
    font(&root.join(FONT), &mut all)?;

    let mut scripts = BTreeMap::new();
    for file in fs::read_dir(&assets)? {
        let path = file?.path();
        let (Some(name), Some(kind)) = (
            path.file_name().and_then(|n| n.to_str()).map(str::to_owned),
            path.extension().and_then(|e| e.to_str()),
        ) else {
            continue;
        };
        match kind {
            "js" => drop(scripts.insert(name, fs::read_to_string(&path)?)),
            "svg" => all.add(&name, "image/svg+xml", &fs::read(&path)?)?,
            "css" if !STYLES.iter().any(|s| path.file_stem() == Some(s.as_ref())) => {
                println!("cargo::error=assets/{name} is not in the list STYLES of build.rs")
            }
            _ => {}
        }
    }
    script_modules(scripts, &mut all)?;

    fs::write(all.out.join("../assets.rs"), format!("&[\n{}]\n", sorted(&all.table)))?;
    fs::write(all.out.join("../addresses.rs"), &all.addresses)?;
    Ok(())
}

/// Modules import each other by hashed address, so that every file may be cached for ever: leaves first.
fn script_modules(mut waiting: BTreeMap<String, String>, all: &mut Gathered) -> Result<()> {
    while !waiting.is_empty() {
        let ready: Vec<String> = waiting
            .iter()
            .filter(|(_, text)| waiting.keys().all(|other| !text.contains(&import_of(other))))
            .map(|(name, _)| name.clone())
            .collect();
        if ready.is_empty() {
            return Err("the modules of assets/*.js import each other in a circle".into());
        }
        for name in ready {
            let Some(mut text) = waiting.remove(&name) else { continue };
            for (other, hash) in &all.hashes {
                text = text.replace(&import_of(other), &format!("\"./{other}?v={hash}\""));
            }
            all.add(&name, "text/javascript; charset=utf-8", text.as_bytes())?;
        }
    }
    Ok(())
}

fn import_of(name: &str) -> String {
    format!("\"./{name}\"")
}

/// The slices of the font and their stylesheet. The family has a name of its own: an installed BIZ UDPGothic goes
/// first, and then nothing is fetched.
fn font(package: &Path, all: &mut Gathered) -> Result<()> {
    let sheets: Vec<Vec<Slice>> =
        WEIGHTS.iter().map(|weight| slices(package, weight)).collect::<Result<_>>()?;
    let mut css = String::new();
    let [regular, bold] = sheets.as_slice() else { return Err("two weights".into()) };
    // Both weights of a slice stand together: their long unicode ranges are equal, and then compress to nothing.
    for slice in regular.iter().zip(bold).flat_map(|(r, b)| [r, b]) {
        let name = format!("font-{}", slice.file.trim_start_matches("biz-udpgothic-"));
        all.add(&name, "font/woff2", &fs::read(package.join("files").join(&slice.file))?)?;
        let hash = &all.hashes[&name];
        writeln!(
            css,
            "@font-face{{font-family:\"Kasane UD\";font-display:swap;font-weight:{};\
             src:url({name}?v={hash}) format(\"woff2\");unicode-range:{}}}",
            slice.weight, slice.range
        )?;
    }
    all.add("fonts.css", "text/css; charset=utf-8", css.as_bytes())
}

struct Slice {
    weight: &'static str,
    file: String,
    range: String,
}

fn slices(package: &Path, weight: &'static str) -> Result<Vec<Slice>> {
    let sheet = fs::read_to_string(package.join(format!("{weight}.css")))?;
    let between = |text: &str, from: &str, to: &str| {
        text.split_once(from).and_then(|(_, rest)| rest.split_once(to)).map(|(inner, _)| inner.to_owned())
    };
    sheet
        .split("@font-face")
        .skip(1)
        .map(|face| {
            Ok(Slice {
                weight,
                file: between(face, "url(./files/", ")").ok_or("a font slice without file")?,
                range: between(face, "unicode-range: ", ";").ok_or("a font slice without range")?,
            })
        })
        .collect()
}

impl Gathered {
    fn add(&mut self, name: &str, kind: &str, bytes: &[u8]) -> Result<()> {
        let digest = Sha256::digest(bytes);
        let hash: String = digest.iter().take(6).map(|b| format!("{b:02x}")).collect();
        fs::write(self.out.join(name), bytes)?;
        let gzip = if kind.starts_with("font/") {
            "None".to_owned()
        } else {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
            encoder.write_all(bytes)?;
            fs::write(self.out.join(format!("{name}.gz")), encoder.finish()?)?;
            format!("Some(include_bytes!({:?}))", self.out.join(format!("{name}.gz")))
        };
        writeln!(
            self.table,
            "Asset {{ name: {name:?}, address: {:?}, content_type: {kind:?}, hash: {hash:?}, bytes: include_bytes!({:?}), gzip: {gzip} }},",
            address(name, &hash),
            self.out.join(name)
        )?;
        if !kind.starts_with("font/") {
            let constant = name.replace(['.', '-'], "_").to_uppercase();
            writeln!(
                self.addresses,
                "/// Of `{name}`.\npub const {constant}: &str = {:?};",
                address(name, &hash)
            )?;
        }
        self.hashes.insert(name.to_owned(), hash);
        Ok(())
    }
}

fn address(name: &str, hash: &str) -> String {
    format!("/assets/{name}?v={hash}")
}

/// By name, so that the table can be searched by halving.
fn sorted(table: &str) -> String {
    let mut lines: Vec<&str> = table.lines().collect();
    lines.sort_unstable_by_key(|line| line.split('"').nth(1));
    lines.join("\n")
}
