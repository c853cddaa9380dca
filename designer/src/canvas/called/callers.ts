import { z } from 'zod'

const callersSchema = z.object({
  callers: z.array(z.object({ flow: z.string(), title: z.string(), node: z.string() })).max(50),
})

/** A flow that was open before its called flow was: where the way back leads. */
export type Caller = z.infer<typeof callersSchema>['callers'][number]

/** The way that led here, the last flow last; kept in the browser's history, so that its own Back agrees with ours. */
export function callersIn(state: unknown): readonly Caller[] {
  return callersSchema.safeParse(state).data?.callers ?? []
}

/** The way with one step more. */
export function stateOf(callers: readonly Caller[]): { readonly callers: readonly Caller[] } {
  return { callers: callers.slice(-50) }
}
