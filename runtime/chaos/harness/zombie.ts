/** How long a lease lasts in the case of the member that stood still. */
export const LEASE_MS = 500
