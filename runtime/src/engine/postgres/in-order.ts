/** Keeps calls about the same things (runs, partitions) in the order in which they were made, though each is a transaction of its own. */
export interface InOrder {
  /** Calls `work` when the earlier calls about any of these have ended, well or not. */
  next<T>(about: readonly string[], work: () => Promise<T>): Promise<T>
}

/** Nothing is under way. */
export function createInOrder(): InOrder {
  const underWay = new Map<string, Promise<unknown>>()
  return {
    next(about, work) {
      const earlier = about.flatMap((it) => underWay.get(it) ?? [])
      const answer = earlier.length === 0 ? work() : Promise.all(earlier).then(work)
      const passed = answer.then(
        () => undefined,
        () => undefined,
      )
      for (const it of about) underWay.set(it, passed)
      void passed.then(() => {
        for (const it of about) if (underWay.get(it) === passed) underWay.delete(it)
      })
      return answer
    },
  }
}
