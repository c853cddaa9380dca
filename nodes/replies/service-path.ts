/** The path of a service below the address of its connection: parts of plain characters, none of them `.` or `..`. */
export const SERVICE_PATH = /^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._~-]+)+$/
