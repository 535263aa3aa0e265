/* Doubles of a row and of a sum: as many as eight vectors hold. src/sparse/groupSums.ts has the same. */
const ROW_SHIFT: usize = 7;

/**
 * Sums of quantity times row over the legs of each of the `count` groups that are named at `groups`: group g has the legs
 * from starts[g] up to starts[g + 1]. A product is rounded before it is added, in either variant, so the sums have the
 * bits of a plain loop.
 */
export function groupSums(
  groups: usize, count: i32, starts: usize, quantities: usize, indexes: usize, rows: usize, sums: usize,
): void {
  for (let n = 0; n < count; n++) {
    const group = <usize>load<u32>(groups + (<usize>n << 2));
    const first = <usize>load<u32>(starts + (group << 2));
    const end = <usize>load<u32>(starts + (group << 2), 4);
    let s0 = f64x2.splat(0), s1 = f64x2.splat(0), s2 = f64x2.splat(0), s3 = f64x2.splat(0);
    let s4 = f64x2.splat(0), s5 = f64x2.splat(0), s6 = f64x2.splat(0), s7 = f64x2.splat(0);
    for (let leg = first; leg < end; leg++) {
      const quantity = v128.load64_splat(quantities + (leg << 3));
      const row = rows + (<usize>load<u32>(indexes + (leg << 2)) << ROW_SHIFT);
      s0 = f64x2.add(s0, f64x2.mul(quantity, v128.load(row)));
      s1 = f64x2.add(s1, f64x2.mul(quantity, v128.load(row, 16)));
      s2 = f64x2.add(s2, f64x2.mul(quantity, v128.load(row, 32)));
      s3 = f64x2.add(s3, f64x2.mul(quantity, v128.load(row, 48)));
      s4 = f64x2.add(s4, f64x2.mul(quantity, v128.load(row, 64)));
      s5 = f64x2.add(s5, f64x2.mul(quantity, v128.load(row, 80)));
      s6 = f64x2.add(s6, f64x2.mul(quantity, v128.load(row, 96)));
      s7 = f64x2.add(s7, f64x2.mul(quantity, v128.load(row, 112)));
    }
    const to = sums + (group << ROW_SHIFT);
    v128.store(to, s0);
    v128.store(to, s1, 16);
    v128.store(to, s2, 32);
    v128.store(to, s3, 48);
    v128.store(to, s4, 64);
    v128.store(to, s5, 80);
    v128.store(to, s6, 96);
    v128.store(to, s7, 112);
  }
}
