import type { z } from 'zod'
import type { RunWait, taskSchema } from '#shared/api/runs.ts'
import type { Task } from '#shared/node/wait.ts'
import type { OpenWait } from './waits.ts'

/** A wait as the API shows it; the whole task only where it is asked for, since it holds parts of the message. */
export function waitView({ node, path, since, until, waits }: OpenWait, whole = false): RunWait {
  const base = { node, path, since: time(since), until: time(until) }
  if (waits.for === 'callback') return { ...base, ...waits }
  if (waits.for === 'answer') return { ...base, ...waits, next: time(waits.next) }
  const { title, role } = waits.task
  return { ...base, for: 'person', title, role, ...(whole ? { task: taskView(waits.task) } : {}) }
}

function time(at: number): string {
  return new Date(at).toISOString()
}

/** A task as the API shows it. */
export function taskView(task: Task): z.input<typeof taskSchema> {
  const { fields, choices, ...rest } = task
  return { ...rest, fields: fields.map((it) => ({ ...it })), choices: choices.map((it) => ({ ...it })) }
}
