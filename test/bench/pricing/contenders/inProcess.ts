import type { Answers, PreparedJob } from './contender.ts';

/** V8 compiles a loop while it runs, so it runs for a while before it is timed. */
const WARM_UP_MS = 300;
const WARM_UP_PASSES_MAX = 60;

/** A job that runs on this thread; `pass` goes once over all rows and leaves its answers in the columns. */
export function inProcess(pass: () => void, answers: () => Answers): PreparedJob {
  let isWarm = false;
  return {
    async measure(leastSeconds) {
      if (!isWarm) warmUp(pass);
      isWarm = true;
      const cpu = process.threadCpuUsage();
      const wall = performance.now();
      let passes = 0;
      let cpuSeconds = 0;
      while (cpuSeconds < leastSeconds) {
        pass();
        passes++;
        const { user, system } = process.threadCpuUsage(cpu);
        cpuSeconds = (user + system) / 1e6;
      }
      return { passes, cpuSeconds, wallSeconds: (performance.now() - wall) / 1e3 };
    },
    async answers() {
      pass();
      return answers();
    },
    close() {},
  };
}

function warmUp(pass: () => void): void {
  const started = performance.now();
  for (let passes = 0; passes < WARM_UP_PASSES_MAX && performance.now() - started < WARM_UP_MS; passes++) pass();
}
