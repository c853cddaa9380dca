import { z } from 'zod'
import type { ControlRoute } from '../frame/simulator.ts'
import type { Payments } from './payments.ts'

const url = z.url({ protocol: /^https?$/ }).max(500)
const paySchema = z.strictObject({
  reference: z.string().min(1).max(200),
  state: z.enum(['1', '4']).optional(),
  wrongHash: z.boolean().optional(),
  altered: z.boolean().optional(),
  silent: z.boolean().optional(),
  target: url.optional(),
})
const settingsSchema = z.strictObject({
  callbackUrl: url.optional(),
  wrongHash: z.boolean().optional(),
  repeatsUrl: z.boolean().optional(),
})

/** `POST /_sim/pay` ends a payment as a citizen or a bank would; `/_sim/payment-settings` says how callbacks go out. */
export function paymentControls(payments: Payments): readonly ControlRoute[] {
  return [
    {
      method: 'POST',
      path: 'pay',
      handle: async (body) => {
        const { reference, ...as } = paySchema.parse(body)
        return (await payments.pay(reference, as)) ?? { reference, known: false }
      },
    },
    { method: 'GET', path: 'payment-settings', handle: () => payments.settings },
    {
      method: 'PUT',
      path: 'payment-settings',
      handle: (body) => Object.assign(payments.settings, settingsSchema.parse(body)),
    },
  ]
}
