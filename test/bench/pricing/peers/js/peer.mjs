// npm packages behind the protocol of ../README.md; the first argument says which.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const GREEK_COLUMNS = 10;
const require = createRequire(import.meta.url);

/** These three price on a spot; without a rate that is the forward, and with one they are asked nothing. */
const hasNoRate = (columns, i) => columns[4][i] === 0;
const rightOf = (sign) => (sign > 0 ? 'call' : 'put');

const PACKAGES = {
  async uqee() {
    const { BlackScholes } = require('@uqee/black-scholes');
    const model = new BlackScholes();
    return {
      greeks(columns, n, out) {
        const [forward, strike, time, vol, , sign] = columns;
        for (let i = 0; i < n; i++) {
          if (!hasNoRate(columns, i)) continue;
          const option = { rate: 0, sigma: vol[i], strike: strike[i], time: time[i], type: rightOf(sign[i]) };
          const { price, delta, gamma, vega, theta, rho } = model.option({ ...option, underlying: forward[i] });
          out[i] = price;
          out[n + i] = delta;
          out[2 * n + i] = gamma;
          out[3 * n + i] = vega;
          // It counts theta as what is lost.
          out[4 * n + i] = -theta;
          out[5 * n + i] = rho;
          out[6 * n + i] = -time[i] * price;
        }
      },
      implied([forward, strike, time, price, sign], n, out) {
        for (let i = 0; i < n; i++) {
          const option = { price: price[i], rate: 0, strike: strike[i], time: time[i], type: rightOf(sign[i]) };
          out[i] = model.sigma({ ...option, underlying: forward[i] });
        }
      },
    };
  },

  async 'quantlib-ql'() {
    const { BlackCalculator, Option, blackFormulaImpliedStdDev1 } = await import('@quantlib/ql');
    const typeOf = (sign) => (sign > 0 ? Option.Type.Call : Option.Type.Put);
    return {
      greeks([forward, strike, time, vol, rate, sign], n, out) {
        for (let i = 0; i < n; i++) {
          const discount = rate[i] === 0 ? 1 : Math.exp(-rate[i] * time[i]);
          const deviation = vol[i] * Math.sqrt(time[i]);
          const option = new BlackCalculator().init2(typeOf(sign[i]), strike[i], forward[i], deviation, discount);
          out[i] = option.value();
          out[n + i] = option.deltaForward();
          out[2 * n + i] = option.gammaForward();
          out[3 * n + i] = option.vega(time[i]);
          out[4 * n + i] = option.theta(forward[i], time[i]);
          out[5 * n + i] = option.rho(time[i]);
          out[6 * n + i] = -time[i] * out[i];
        }
      },
      implied([forward, strike, time, price, sign], n, out) {
        for (let i = 0; i < n; i++) {
          try {
            const type = typeOf(sign[i]);
            const found = blackFormulaImpliedStdDev1(
              type,
              strike[i],
              forward[i],
              price[i],
              1,
              0,
              undefined,
              1e-13,
              200,
            );
            out[i] = found / Math.sqrt(time[i]);
          } catch {
            out[i] = Number.NaN;
          }
        }
      },
    };
  },

  async 'black-scholes'() {
    const { blackScholes } = require('black-scholes');
    const { getDelta, getGamma, getRho, getTheta, getVega } = require('greeks');
    const { getImpliedVolatility } = require('implied-volatility');
    return {
      greeks(columns, n, out) {
        const [forward, strike, time, vol, , sign] = columns;
        for (let i = 0; i < n; i++) {
          if (!hasNoRate(columns, i)) continue;
          const option = [forward[i], strike[i], time[i], vol[i], 0];
          const right = rightOf(sign[i]);
          out[i] = blackScholes(...option, right);
          out[n + i] = getDelta(...option, right);
          out[2 * n + i] = getGamma(...option);
          // Vega and rho are per point, theta per year when a year is said to have one day.
          out[3 * n + i] = getVega(...option) * 100;
          out[4 * n + i] = getTheta(...option, right, 1);
          out[5 * n + i] = getRho(...option, right) * 100;
          out[6 * n + i] = -time[i] * out[i];
        }
      },
      implied([forward, strike, time, price, sign], n, out) {
        for (let i = 0; i < n; i++) {
          out[i] = getImpliedVolatility(price[i], forward[i], strike[i], time[i], 0, rightOf(sign[i]));
        }
      },
    };
  },
};

const tasks = await PACKAGES[process.argv[2]]();
const inputs = new Map();

function inputOf(file) {
  if (!inputs.has(file)) {
    const bytes = readFileSync(file);
    const numbers = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    const rows = numbers[0];
    const columns = [];
    for (let at = 3; at + rows <= numbers.length; at += rows) columns.push(numbers.slice(at, at + rows));
    inputs.set(file, { rows, columns });
  }
  return inputs.get(file);
}

function cpuSeconds() {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1e6;
}

for await (const line of createInterface({ input: process.stdin })) {
  const [task, input, output, leastSeconds] = line.split('\t');
  const run = tasks[task];
  if (run === undefined) {
    process.stdout.write('{"unsupported":true}\n');
    continue;
  }
  const { rows, columns } = inputOf(input);
  const out = new Float64Array(task === 'greeks' ? GREEK_COLUMNS * rows : rows).fill(Number.NaN);
  run(columns, rows, out);
  const cpu = cpuSeconds();
  const wall = performance.now();
  let passes = 0;
  let spent = 0;
  while (spent < Number(leastSeconds)) {
    run(columns, rows, out);
    passes++;
    spent = cpuSeconds() - cpu;
  }
  const wallSeconds = (performance.now() - wall) / 1e3;
  if (output !== '-') writeFileSync(output, new Uint8Array(out.buffer));
  process.stdout.write(`${JSON.stringify({ passes, cpuSeconds: spent, wallSeconds })}\n`);
}
