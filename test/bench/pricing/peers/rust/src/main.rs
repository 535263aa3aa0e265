//! The crate implied-vol behind the protocol of peers/README.md; the solver is named by the first argument.
use implied_vol::{solver, ImpliedBlackVolatility};
use std::collections::HashMap;
use std::io::{BufRead, Write};

const HEADER: usize = 3;
const CLOCK_MONOTONIC: i32 = 1;
const CLOCK_THREAD: i32 = 3;

#[repr(C)]
struct TimeSpec {
    seconds: i64,
    nanoseconds: i64,
}

extern "C" {
    fn clock_gettime(clock: i32, time: *mut TimeSpec) -> i32;
}

fn seconds_of(clock: i32) -> f64 {
    let mut time = TimeSpec { seconds: 0, nanoseconds: 0 };
    // SAFETY: the pointer is to a value of the layout that Linux on 64 bits writes.
    unsafe { clock_gettime(clock, &mut time) };
    time.seconds as f64 + time.nanoseconds as f64 * 1e-9
}

fn read_doubles(path: &str) -> Vec<f64> {
    let bytes = std::fs::read(path).expect(path);
    bytes.chunks_exact(8).map(|chunk| f64::from_le_bytes(chunk.try_into().unwrap())).collect()
}

macro_rules! solve_with {
    ($solver:ty) => {
        |input: &[f64], out: &mut [f64]| {
            let rows = out.len();
            let column = |index: usize| &input[HEADER + index * rows..HEADER + (index + 1) * rows];
            let (forward, strike, tau, price, sign) = (column(0), column(1), column(2), column(3), column(4));
            for i in 0..rows {
                out[i] = ImpliedBlackVolatility::builder()
                    .option_price(price[i])
                    .forward(forward[i])
                    .strike(strike[i])
                    .expiry(tau[i])
                    .is_call(sign[i] > 0.0)
                    .build()
                    .and_then(|option| option.calculate_with::<$solver>())
                    .unwrap_or(f64::NAN);
            }
        }
    };
}

fn main() {
    let solver = std::env::args().nth(1).unwrap_or_default();
    let solve: fn(&[f64], &mut [f64]) = match solver.as_str() {
        "experimental" => solve_with!(solver::Experimental),
        "jaeckel" => solve_with!(solver::Jaeckel),
        _ => panic!("Expected experimental or jaeckel, was {solver}."),
    };
    let mut inputs: HashMap<String, Vec<f64>> = HashMap::new();
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let words: Vec<&str> = line.split('\t').collect();
        if words[0] != "implied" {
            println!("{{\"unsupported\":true}}");
            continue;
        }
        let input = inputs.entry(words[1].to_string()).or_insert_with(|| read_doubles(words[1]));
        let mut out = vec![f64::NAN; input[0] as usize];
        let least_seconds: f64 = words[3].parse().unwrap();
        solve(input, &mut out);
        let (cpu, wall) = (seconds_of(CLOCK_THREAD), seconds_of(CLOCK_MONOTONIC));
        let (mut passes, mut spent) = (0, 0.0);
        while spent < least_seconds {
            solve(input, &mut out);
            passes += 1;
            spent = seconds_of(CLOCK_THREAD) - cpu;
        }
        let wall_spent = seconds_of(CLOCK_MONOTONIC) - wall;
        if words[2] != "-" {
            let mut file = std::fs::File::create(words[2]).expect(words[2]);
            for value in &out {
                file.write_all(&value.to_le_bytes()).unwrap();
            }
        }
        println!("{{\"passes\":{passes},\"cpuSeconds\":{spent:.9},\"wallSeconds\":{wall_spent:.9}}}");
    }
}
