/** Goes on with a value at once, or when its Promise has it: expressions on the fast path never wait. */
export function settled<T, R>(value: T | Promise<T>, then: (value: T) => R | Promise<R>): R | Promise<R> {
  return value instanceof Promise ? value.then(then) : then(value)
}

/** Does the work for 0 … count−1 one after the other; stays synchronous for as long as each piece of work is. */
export function inTurn(count: number, work: (i: number) => void | Promise<void>): void | Promise<void> {
  for (let i = 0; i < count; i++) {
    const done = work(i)
    if (done instanceof Promise) return restInTurn(done, i + 1, count, work)
  }
}

async function restInTurn(
  first: Promise<void>,
  from: number,
  count: number,
  work: (i: number) => void | Promise<void>,
): Promise<void> {
  await first
  for (let i = from; i < count; i++) await work(i)
}
