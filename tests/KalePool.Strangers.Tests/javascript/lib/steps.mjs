// A step is a thing done and what it was found to be afterwards. The first that fails ends the run.

let steps = 0;
let failed = false;

export const stepCount = () => steps;

/** @param act does it, asserts what came of it, and returns that in a few words. */
export async function step(name, act) {
  const started = performance.now();
  try {
    const found = await act();
    if (typeof found !== 'string' || found === '') throw new Error('the step says nothing of what it found');
    if (failed) return;
    steps += 1;
    console.log(`step ${steps}: ${name}: ${found} (${Math.round(performance.now() - started)} ms)`);
  } catch (error) {
    if (!failed) console.log(`FAILED: ${name}: ${described(error)}`);
    failed = true;
    throw error;
  }
}

export function described(error) {
  if (error instanceof Error) return error.stack ?? error.message;
  return JSON.stringify(error, (_, value) => (typeof value === 'bigint' ? value.toString() : value));
}

/** Asks again and again until the answer is not undefined. A network that never gets there is an error that names what was waited for. */
export async function until(what, ask, { everyMs = 150, withinMs = 60_000 } = {}) {
  const end = performance.now() + withinMs;
  while (performance.now() < end) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  throw new Error(`${what}: not within ${withinMs / 1000} s`);
}

/** The error with which a promise ends; that it does not end with one is an error. */
export async function refusal(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('a refusal was expected');
}
