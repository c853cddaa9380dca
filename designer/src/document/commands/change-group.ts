import { type BoxColour, type Group, MAX_DESCRIPTION, MAX_GROUP_TITLE } from '#shared/flow/layout.ts'
import { type Command, refuse } from '../command.ts'
import { groupOf } from '../groups.ts'

/** What of a group can be changed; `undefined` leaves a part as it is, `''` takes a description away. */
export interface GroupPart {
  readonly title?: string
  readonly description?: string
  readonly colour?: BoxColour
}

/** Changes the words and the colour of a group; typing in one field is one undo step. */
export function changeGroup(id: string, part: GroupPart): Command {
  return {
    coalesce: `group:${id}:${Object.keys(part).join()}`,
    execute(doc) {
      const group = groupOf(doc.layout, id)
      if (!group) return refuse('Nhóm này không còn nữa', 'This group no longer exists')
      const title = part.title === undefined ? group.title : part.title.trim().slice(0, MAX_GROUP_TITLE) || group.title
      const { description: old, ...rest } = group
      const description = (part.description ?? old ?? '').slice(0, MAX_DESCRIPTION)
      const next: Group = {
        ...rest,
        title,
        ...(description === '' ? {} : { description }),
        ...(part.colour ? { colour: part.colour } : {}),
      }
      const same = next.title === group.title && next.description === old && next.colour === group.colour
      return {
        label: { vi: `Sửa nhóm "${title}"`, en: `Edit group "${title}"` },
        change: same ? {} : { groups: { [id]: next } },
      }
    },
  }
}

/** Collapses groups into one box each, or opens them again. */
export function collapseGroups(ids: readonly string[], collapsed: boolean): Command {
  return {
    execute(doc) {
      const groups: Record<string, Group> = {}
      for (const id of ids) {
        const group = groupOf(doc.layout, id)
        if (!group || (group.collapsed ?? false) === collapsed) continue
        const { collapsed: _old, ...rest } = group
        groups[id] = collapsed ? { ...rest, collapsed } : rest
      }
      const changed = Object.keys(groups)
      const [only] = changed
      const name = only === undefined ? '' : (groups[only]?.title ?? '')
      const many = changed.length > 1
      return {
        label: {
          vi: `${collapsed ? 'Thu gọn' : 'Mở rộng'} ${many ? `${changed.length} nhóm` : `nhóm "${name}"`}`,
          en: `${collapsed ? 'Collapse' : 'Expand'} ${many ? `${changed.length} groups` : `group "${name}"`}`,
        },
        change: changed.length > 0 ? { groups } : {},
      }
    },
  }
}
