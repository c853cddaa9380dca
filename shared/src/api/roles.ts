import { z } from 'zod'

/** Roles, each holding the rights of those before it: look · operate runs · change flows · administer. */
export const roles = ['viewer', 'operator', 'designer', 'admin'] as const
/** One role by its name. */
export const roleSchema = z.enum(roles)
export type Role = z.infer<typeof roleSchema>

/** True when `role` holds the rights of `needed`. */
export function mayActAs(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed)
}
