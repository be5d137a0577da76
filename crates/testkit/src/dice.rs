/// Chance that can be told again: the same seed, the same throws.
#[derive(Debug)]
pub struct Dice(pub u64);

impl Dice {
    /// A number below `n`, which must not be 0; nor may the seed be.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }
}
