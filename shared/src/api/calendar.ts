import { z } from 'zod'
import { calendarSchema } from '../calendar/calendar.ts'

/** `PUT /calendar`: `version` is the one that was read, so that nobody overwrites what another has just saved. */
export const saveWorkCalendarSchema = calendarSchema.extend({ version: z.number().int().min(0) })
export type SaveWorkCalendar = z.infer<typeof saveWorkCalendarSchema>

/** `GET /calendar`; version 0 is the usual calendar that nobody has saved yet. */
export const workCalendarSchema = saveWorkCalendarSchema.extend({
  updatedAt: z.string().optional(),
  updatedBy: z.string().optional(),
})
export type StoredWorkCalendar = z.infer<typeof workCalendarSchema>
