/** Fields of a request that may stand in the audit trail: words about what was done, never contents or secrets. */
export const auditFields = [
  'note',
  'reason',
  'role',
  'title',
  'displayName',
  'disabled',
  'kind',
  'decision',
  'comment',
  'path',
  'from',
  'version',
  'revision',
  'expiresInDays',
  'force',
  'mask',
] as const
