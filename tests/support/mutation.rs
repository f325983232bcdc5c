//! Inputs made from seeds by chance: each one is made from its number alone, so that a finding can be repeated.

/// A generator of numbers that look random and are the same for the same number everywhere.
pub struct Chance(u64);

impl Chance {
    /// Makes the generator of one input.
    pub fn of(number: u64) -> Self {
        Chance(number.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5eed)
    }

    /// Returns the next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number below a limit; 0 when there is none below it.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % (limit.max(1) as u64)) as usize
    }

    /// Picks one.
    pub fn pick<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[self.below(from.len())]
    }

    /// Returns a small number mostly, and a large one now and then: both are where faults hide.
    pub fn often_small(&mut self, most: usize) -> usize {
        let most = match self.below(4) {
            0 => most,
            1 => most.min(200),
            _ => most.min(8),
        };
        1 + self.below(most)
    }
}

/// What inputs are made of.
pub struct Seeds {
    /// Whole inputs that are well formed.
    pub whole: Vec<Vec<u8>>,
    /// Pieces that mean something to what is tested.
    pub pieces: Vec<Vec<u8>>,
    /// The longest input that is made.
    pub longest: usize,
}

impl Seeds {
    /// Makes seeds of texts.
    pub fn of(whole: Vec<Vec<u8>>, pieces: &[&str], longest: usize) -> Self {
        let pieces = pieces.iter().map(|piece| piece.as_bytes().to_vec());
        Seeds {
            whole,
            pieces: pieces.collect(),
            longest,
        }
    }

    /// Makes one input: a seed after one to twelve changes.
    pub fn input(&self, chance: &mut Chance) -> Vec<u8> {
        let seed = chance.pick(&self.whole).clone();
        self.changed(seed, chance)
    }

    /// Changes an input one to twelve times.
    pub fn changed(&self, mut input: Vec<u8>, chance: &mut Chance) -> Vec<u8> {
        for _ in 0..=chance.below(12) {
            self.change(&mut input, chance);
            input.truncate(self.longest);
        }
        input
    }

    fn change(&self, input: &mut Vec<u8>, chance: &mut Chance) {
        let at = chance.below(input.len() + 1);
        let end = (at + chance.often_small(4_000)).min(input.len());
        match chance.below(9) {
            0 if at < end => input[at] ^= 1 << chance.below(8),
            1 => input.insert(at, chance.next() as u8),
            2 => drop(input.drain(at..end)),
            3 => input.truncate(at),
            4 => {
                let part = input[at..end].to_vec();
                let times = chance.often_small(2_000);
                insert(input, at, &part.repeat(self.times(times, part.len())));
            }
            5 => {
                let other = chance.pick(&self.whole);
                let from = chance.below(other.len() + 1);
                let to = (from + chance.often_small(8_000)).min(other.len());
                insert(input, at, &other[from..to]);
            }
            6 => input[at..end].reverse(),
            7 => {
                let piece = chance.pick(&self.pieces);
                let times = chance.often_small(4_000);
                insert(input, at, &piece.repeat(self.times(times, piece.len())));
            }
            _ => {
                let piece = chance.pick(&self.pieces);
                insert(input, at, piece);
            }
        }
    }

    /// Bounds how often something is repeated, so that one change alone cannot make the longest input many times over.
    fn times(&self, wanted: usize, bytes: usize) -> usize {
        wanted.min(self.longest / bytes.max(1) + 1)
    }
}

fn insert(input: &mut Vec<u8>, at: usize, part: &[u8]) {
    input.splice(at..at, part.iter().copied());
}
