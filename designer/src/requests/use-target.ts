import { useState } from 'react'
import type { Credential } from '#shared/request/read-request.ts'
import { pathBelow } from '#shared/request/read-request.ts'
import { useAction, useHolds, useOperation } from '../api/api-context.ts'
import { freeId } from '../flows/flow-id.ts'

/** Stands for a connection that is to be made; no id has this form. */
export const NEW_CONNECTION = '+'

/** Where a request goes, before a connection has been chosen. */
export interface Destination {
  /** The address that a new connection would have; undefined when the description names none. */
  readonly baseUrl: string | undefined
  /** From the root of the host. */
  readonly path: string
  readonly credential?: Credential | undefined
}

/** The connection of a request while it is being chosen. */
export interface Target {
  readonly offers: readonly { readonly value: string; readonly label: string; readonly fits: boolean }[]
  readonly chosen: string | undefined
  readonly choose: (value: string | undefined) => void
  /** The name of a connection that is to be made. */
  readonly title: string
  readonly setTitle: (title: string) => void
  /** The path below the chosen address. */
  readonly path: string
  readonly ready: boolean
  readonly busy: boolean
  readonly error: ReturnType<typeof useAction<'saveConnection'>>['error']
  /** Makes the connection if it is a new one; the id to put into the node. Rejects when the server refuses. */
  readonly settle: () => Promise<string | undefined>
}

/** Chooses the connection of a request: one with the same address if there is one, else a new one for those who may make it. */
export function useTarget(to: Destination | undefined, current: string | undefined): Target {
  const mayMake = useHolds('admin')
  const list = useOperation('listConnections', {}).data?.connections
  const save = useAction('saveConnection', ['listConnections', 'getConnection'])
  const [picked, setPicked] = useState<string>()
  const [named, setNamed] = useState<string>()
  const below = (baseUrl: string): string | undefined => {
    const origin = URL.canParse(to?.baseUrl ?? baseUrl) ? new URL(to?.baseUrl ?? baseUrl).origin : ''
    return to && pathBelow({ origin, path: to.path }, baseUrl)
  }
  const known = (list ?? []).flatMap(({ id, kind, title, values }) => {
    if (kind !== 'http') return []
    const baseUrl = String(values.baseUrl ?? '')
    const path = below(baseUrl)
    // Without an address in the description any connection may be meant.
    const fits = to?.baseUrl !== undefined && path !== undefined
    return [{ value: id, label: `${title} (${id})`, fits, path: path ?? to?.path ?? '/', long: baseUrl.length }]
  })
  const fitting = known.filter((it) => it.fits).sort((a, b) => b.long - a.long)
  const makes = mayMake && to?.baseUrl !== undefined
  const best = fitting[0]?.value ?? (makes ? NEW_CONNECTION : current)
  const chosen = picked ?? best
  const title = named ?? (to?.baseUrl === undefined ? '' : `API ${new URL(to.baseUrl).host}`)
  const existing = known.find((it) => it.value === chosen)
  return {
    offers: [
      ...fitting,
      ...(makes ? [{ value: NEW_CONNECTION, label: '', fits: false }] : []),
      ...known.filter((it) => !it.fits),
    ],
    chosen,
    choose: setPicked,
    title,
    setTitle: setNamed,
    path: chosen === NEW_CONNECTION ? (below(to?.baseUrl ?? '') ?? '/') : (existing?.path ?? to?.path ?? '/'),
    ready: to !== undefined && list !== undefined && (chosen !== NEW_CONNECTION || title.trim() !== ''),
    busy: save.isPending,
    error: save.error,
    async settle() {
      if (chosen !== NEW_CONNECTION) return chosen
      const id = freeId(title, ['moi', ...(list ?? []).map((it) => it.id)], 'ket-noi')
      const { values, secrets } = signIn(to?.credential)
      const body = { kind: 'http', title: title.trim(), values: { baseUrl: to?.baseUrl, ...values }, secrets }
      await save.mutateAsync({ params: { id }, body })
      return id
    },
  }
}

/** A credential as the values and secrets of a connection of the kind `http`. */
function signIn(credential: Credential | undefined): {
  readonly values: Record<string, unknown>
  readonly secrets: Record<string, string>
} {
  if (!credential) return { values: {}, secrets: {} }
  const { auth } = credential
  if (auth === 'bearer') return { values: { auth }, secrets: { token: credential.token } }
  if (auth === 'basic')
    return { values: { auth, username: credential.username }, secrets: { password: credential.password } }
  return { values: { auth, headerName: credential.headerName }, secrets: { key: credential.key } }
}
