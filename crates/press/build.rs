//! The font of the papers comes as a package; its file is compiled into the binary, so that one file runs anywhere.

use std::{env, error::Error, fs, path::PathBuf};

const FONT: &str = "node_modules/@expo-google-fonts/biz-udgothic";
const FACES: [(&str, &str); 2] =
    [("regular", "400Regular/BIZUDGothic_400Regular.ttf"), ("bold", "700Bold/BIZUDGothic_700Bold.ttf")];

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../..");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed=../../package-lock.json");
    println!("cargo::rerun-if-changed=../../node_modules/.package-lock.json");
    for (name, file) in FACES {
        let file = root.join(FONT).join(file);
        if !file.exists() {
            println!("cargo::error=The font of the papers is missing: run `cargo xtask setup` once.");
            return Ok(());
        }
        fs::copy(&file, out.join(name))?;
    }
    Ok(())
}
