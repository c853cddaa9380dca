import { ActionIcon, NativeSelect, TextInput, Tooltip } from '@mantine/core'
import { IconChevronDown, IconChevronRight, IconPlus, IconTrash } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './editor.module.css'
import {
  asKind,
  kindOfValue,
  numberIn,
  type Place,
  type ValueKind,
  valueKinds,
  withChild,
  withName,
  withoutValue,
  withValue,
} from './json-edit.ts'
import { openDepth } from './json-rows.ts'

/** Lines that are drawn at most; what is beyond is closed or edited as text. */
const MOST_LINES = 400

interface Line {
  readonly place: Place
  readonly key: string
  readonly value: unknown
  readonly branch: boolean
  readonly open: boolean
}

/** A JSON value as lines to fill in: names, kinds and values, groups and lists that open and close. */
export function TreeEditor({
  value,
  onChange,
  label,
  autoFocus,
}: {
  readonly value: unknown
  readonly onChange: (value: unknown) => void
  readonly label: string
  /** The window that it opens in gives the focus to its first value. */
  readonly autoFocus: boolean
}) {
  const { t } = useTranslation('editor')
  const [flipped, setFlipped] = useState<ReadonlySet<string>>(new Set())
  const [fresh, setFresh] = useState<string>()
  // How deep it is open at first; later edits do not close anything.
  const [depth] = useState(() => openDepth(value, 60))
  const lines = useMemo(() => linesOf(value, depth, flipped), [value, depth, flipped])
  const firstLeaf = lines.find(({ branch }) => !branch)
  const flip = (key: string) =>
    setFlipped((old) => {
      const next = new Set(old)
      if (!next.delete(key)) next.add(key)
      return next
    })
  const add = (line: Line) => {
    const { root, at } = withChild(value, line.place, t('field'))
    if (!line.open) flip(line.key)
    setFresh(keyOf(at))
    onChange(root)
  }
  return (
    <ul className={styles.lines} aria-label={label}>
      {lines.slice(0, MOST_LINES).map((line) => (
        <LineEditor
          key={line.key}
          line={line}
          fresh={fresh === line.key}
          first={autoFocus && line === firstLeaf}
          onFlip={() => flip(line.key)}
          onAdd={() => add(line)}
          onValue={(next) => onChange(withValue(value, line.place, next))}
          onName={(name) => {
            const next = withName(value, line.place, name)
            onChange(next)
          }}
          onRemove={() => onChange(withoutValue(value, line.place))}
          taken={(name) => hasName(value, line.place, name)}
        />
      ))}
      {lines.length > MOST_LINES ? (
        <li className={styles.more}>{t('more', { count: lines.length - MOST_LINES })}</li>
      ) : null}
    </ul>
  )
}

const keyOf = (place: Place): string => JSON.stringify(place)

function linesOf(value: unknown, depth: number, flipped: ReadonlySet<string>): readonly Line[] {
  const lines: Line[] = []
  const walk = (item: unknown, place: Place): void => {
    const key = keyOf(place)
    const kind = kindOfValue(item)
    const branch = kind === 'object' || kind === 'array'
    const open = branch && place.length < Math.max(1, depth) !== flipped.has(key)
    lines.push({ place, key, value: item, branch, open })
    if (!open || lines.length > MOST_LINES * 4) return
    if (Array.isArray(item)) for (const [at, child] of item.entries()) walk(child, [...place, at])
    else if (typeof item === 'object' && item !== null)
      for (const [name, child] of Object.entries(item)) walk(child, [...place, name])
  }
  walk(value, [])
  return lines
}

function hasName(root: unknown, place: Place, name: string): boolean {
  let at: unknown = root
  for (const key of place.slice(0, -1))
    at = typeof at === 'object' && at !== null ? Reflect.get(at, String(key)) : undefined
  return name !== place.at(-1) && typeof at === 'object' && at !== null && Object.hasOwn(at, name)
}

function LineEditor({
  line,
  fresh,
  first,
  onFlip,
  onAdd,
  onValue,
  onName,
  onRemove,
  taken,
}: {
  readonly line: Line
  readonly fresh: boolean
  readonly first: boolean
  readonly onFlip: () => void
  readonly onAdd: () => void
  readonly onValue: (value: unknown) => void
  readonly onName: (name: string) => void
  readonly onRemove: () => void
  readonly taken: (name: string) => boolean
}) {
  const { t } = useTranslation('editor')
  const { place, value, branch, open } = line
  const last = place.at(-1)
  const name = last === undefined ? t('root') : typeof last === 'number' ? t('item', { number: last + 1 }) : last
  const kind = kindOfValue(value)
  const size = branch && typeof value === 'object' && value !== null ? Object.keys(value).length : 0
  return (
    <li className={styles.line} style={{ paddingLeft: place.length * 16 }} data-branch={branch || undefined}>
      {branch ? (
        <ActionIcon
          variant="subtle"
          color="gray"
          size={24}
          aria-expanded={open}
          aria-label={t(open ? 'close' : 'open', { name })}
          onClick={onFlip}
        >
          {open ? <IconChevronDown size={16} /> : <IconChevronRight size={16} />}
        </ActionIcon>
      ) : (
        <span className={styles.noArrow} />
      )}
      {typeof last === 'string' ? (
        <NameField name={last} fresh={fresh} taken={taken} onName={onName} />
      ) : (
        <span className={styles.itemName}>{name}</span>
      )}
      {branch ? (
        <span className={styles.size}>{t(kind === 'array' ? 'items' : 'fields', { count: size })}</span>
      ) : (
        <ValueField kind={kind} value={value} name={name} first={first} onValue={onValue} />
      )}
      <NativeSelect
        size="xs"
        className={styles.kind ?? ''}
        aria-label={t('kindOf', { name })}
        value={kind}
        data={valueKinds.map((it) => ({ value: it, label: t(`kinds.${it}`) }))}
        onChange={(event) => {
          const wanted: ValueKind | undefined = valueKinds.find((it) => it === event.currentTarget.value)
          if (wanted) onValue(asKind(value, wanted))
        }}
      />
      {branch ? (
        <Tooltip label={t(kind === 'array' ? 'addItem' : 'addField', { name })}>
          <ActionIcon
            variant="subtle"
            size={24}
            aria-label={t(kind === 'array' ? 'addItem' : 'addField', { name })}
            onClick={onAdd}
          >
            <IconPlus size={16} />
          </ActionIcon>
        </Tooltip>
      ) : null}
      {place.length > 0 ? (
        <Tooltip label={t('remove', { name })}>
          <ActionIcon variant="subtle" color="gray" size={24} aria-label={t('remove', { name })} onClick={onRemove}>
            <IconTrash size={16} />
          </ActionIcon>
        </Tooltip>
      ) : null}
    </li>
  )
}

/** A name is taken over when the field is left, so that a name that is typed does not fight with its neighbours. */
function NameField({
  name,
  fresh,
  taken,
  onName,
}: {
  readonly name: string
  readonly fresh: boolean
  readonly taken: (name: string) => boolean
  readonly onName: (name: string) => void
}) {
  const { t } = useTranslation('editor')
  const [typed, setTyped] = useState<string>()
  const wrong = typed === '' ? t('nameEmpty') : typed !== undefined && taken(typed) ? t('nameTaken') : undefined
  return (
    <TextInput
      size="xs"
      className={styles.name ?? ''}
      aria-label={t('nameOf', { name })}
      autoFocus={fresh}
      value={typed ?? name}
      error={wrong}
      spellCheck={false}
      onFocus={(event) => {
        if (fresh) event.currentTarget.select()
      }}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => {
        if (typed !== undefined && typed !== name && !wrong) onName(typed)
        setTyped(undefined)
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') {
          event.preventDefault()
          event.currentTarget.blur()
        }
      }}
    />
  )
}

function ValueField({
  kind,
  value,
  name,
  first,
  onValue,
}: {
  readonly kind: ValueKind
  readonly value: unknown
  readonly name: string
  readonly first: boolean
  readonly onValue: (value: unknown) => void
}) {
  const { t } = useTranslation('editor')
  const [typed, setTyped] = useState<string>()
  if (kind === 'null') return <span className={styles.size}>{t('nothing')}</span>
  if (kind === 'boolean')
    return (
      <NativeSelect
        size="xs"
        className={styles.input ?? ''}
        aria-label={t('valueOf', { name })}
        value={String(value)}
        data={[
          { value: 'true', label: t('yes') },
          { value: 'false', label: t('no') },
        ]}
        onChange={(event) => onValue(event.currentTarget.value === 'true')}
      />
    )
  const wrong = kind === 'number' && typed !== undefined && numberIn(typed) === undefined
  return (
    <TextInput
      size="xs"
      className={styles.input ?? ''}
      aria-label={t('valueOf', { name })}
      value={typed ?? String(value)}
      error={wrong ? t('notNumber') : undefined}
      spellCheck={false}
      {...(first ? { 'data-autofocus': true } : {})}
      {...(kind === 'number' ? { inputMode: 'decimal' as const } : {})}
      onChange={(event) => {
        const text = event.currentTarget.value
        if (kind === 'text') return onValue(text)
        setTyped(text)
        const number = numberIn(text)
        if (number !== undefined) onValue(number)
      }}
      onBlur={() => setTyped(undefined)}
    />
  )
}
