import { pino } from 'pino'
import type { Redactor } from './redaction.ts'

/** Structured log: one JSON object a line. */
export interface Log {
  debug(fields: Readonly<Record<string, unknown>>, message: string): void
  info(fields: Readonly<Record<string, unknown>>, message: string): void
  warn(fields: Readonly<Record<string, unknown>>, message: string): void
  error(fields: Readonly<Record<string, unknown>>, message: string): void
}

/** Where lines go; standard error in production, an array in tests. */
export interface LogSink {
  write(line: string): void
}

/** A log that hides secrets by field name before a line is made, and by value in the finished line. */
export function createLog(redactor: Redactor, sink: LogSink, level = 'info'): Log {
  const inner = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line: string) => sink.write(redactor.text(line)) },
  )
  const hidden = (fields: Readonly<Record<string, unknown>>): object => Object(redactor.data(fields))
  return {
    debug: (fields, message) => inner.debug(hidden(fields), message),
    info: (fields, message) => inner.info(hidden(fields), message),
    warn: (fields, message) => inner.warn(hidden(fields), message),
    error: (fields, message) => inner.error(hidden(fields), message),
  }
}

/** An error as fields of a log line. */
export function errorFields(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { error: String(error) }
  return { error: error.message, stack: error.stack }
}
