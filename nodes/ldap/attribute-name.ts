/** A name of an attribute, or its number, with options (RFC 4512 §2.5). */
export const ATTRIBUTE = /^(?!dn$)(?:[A-Za-z][A-Za-z0-9-]{0,99}|\d+(?:\.\d+){1,40})(?:;[A-Za-z0-9-]{1,40}){0,4}$/i
