import { notifications } from '@mantine/notifications'
import type { Text } from '#shared/text/text.ts'
import { asApiError } from '../api/api-error.ts'

/** Says that something was done. */
export function notifyDone(message: string): void {
  notifications.show({ message, color: 'green', autoClose: 4000, withBorder: true })
}

/** Says what failed and what to do; stays until it is closed. */
export function notifyError(thrown: unknown, text: (text: Text) => string): void {
  const error = asApiError(thrown)
  notifications.show({
    title: text(error.text),
    message: text(error.advice),
    color: 'red',
    autoClose: false,
    withBorder: true,
  })
}
