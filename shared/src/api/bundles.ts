import { z } from 'zod'
import { ID_PATTERN } from '../flow/flow.ts'
import { changeSchema, problemSchema } from './flows.ts'
import { textSchema } from './runs.ts'

const id = z.string().regex(ID_PATTERN)

/** The newest bundle format that this release writes and reads. */
export const BUNDLE_FORMAT = 1

/** Bytes that a bundle file may have. */
export const LARGEST_BUNDLE = 8 * 1024 * 1024

const content = z.base64().max(Math.ceil(LARGEST_BUNDLE / 3) * 4)

/** `POST /bundles/export`: these flows with the flows, code tables and connections that they use. */
export const exportBundleSchema = z.strictObject({
  flows: z.array(id).min(1).max(100),
  /** What is packed: the running versions, or what the caller sees in the editor. */
  of: z.enum(['published', 'draft']).default('published'),
})
/** A bundle as base64, with the name that its file should have. */
export const bundleFileSchema = z.object({ name: z.string(), content: z.string(), key: z.string() })

/** `POST /bundles/preview`. */
export const previewBundleSchema = z.strictObject({ content })

const state = z.enum(['new', 'changed', 'same'])
/** What importing a bundle would do here. */
export const bundlePreviewSchema = z.object({
  /** `own`: made here · `trusted` · `unknown`: signed by a key that nobody has trusted here · `none`. */
  signature: z.object({
    is: z.enum(['own', 'trusted', 'unknown', 'none']),
    key: z.string().optional(),
    title: z.string().optional(),
  }),
  flows: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      state,
      /** What would change on what runs here. */
      changes: z.array(changeSchema),
      problems: z.array(problemSchema),
      cases: z.number(),
      /** The caller has an unpublished draft that would be replaced. */
      ownDraft: z.boolean(),
    }),
  ),
  tables: z.array(z.object({ id: z.string(), title: z.string(), state, rows: z.number() })),
  /** Connections that the flows name. `fits`: one of that name and kind is here; `candidates`: others of the kind. */
  connections: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      kind: z.string(),
      kindTitle: textSchema.optional(),
      fits: z.boolean(),
      candidates: z.array(z.object({ id: z.string(), title: z.string() })),
    }),
  ),
})
export type BundlePreview = z.infer<typeof bundlePreviewSchema>

/** `POST /bundles/apply`: everything of the bundle or nothing; flows become the caller's drafts. */
export const applyBundleSchema = z.strictObject({
  content,
  /** Connection of the bundle → connection of this installation. */
  bind: z.record(id, id).default({}),
  /** Code tables that exist here with other rows, and that the bundle's shall replace; others stay. */
  replaceTables: z.array(id).max(1000).default([]),
  replaceDrafts: z.boolean().default(false),
  /** An administrator takes it although it is not signed by a trusted key. */
  acceptUntrusted: z.boolean().default(false),
})
/** What was imported. */
export const appliedBundleSchema = z.object({
  flows: z.array(z.string()),
  tables: z.array(z.string()),
  cases: z.number(),
})

/** A key that bundles are signed with: SHA-256 of it, and the key itself in base64. */
export const signerSchema = z.object({
  id: z.string(),
  title: z.string(),
  publicKey: z.string(),
  addedBy: z.string().optional(),
  addedAt: z.string().optional(),
})
/** `GET /bundles/signers`: this installation's key, and those that it trusts. */
export const signersSchema = z.object({ own: signerSchema, trusted: z.array(signerSchema) })
/** `POST /bundles/signers`. */
export const trustSignerSchema = z.strictObject({
  title: z.string().trim().min(1).max(200),
  publicKey: z.base64().max(200),
})
