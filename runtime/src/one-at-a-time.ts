/** Makes a line: each piece of work that is handed in begins when those before it have ended, well or badly, and answers with its own outcome. */
export function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const outcome = last.then(work)
    last = outcome.catch(() => undefined)
    return outcome
  }
}
