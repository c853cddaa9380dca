import { useMemo } from 'react'
import styles from './inspector.module.css'
import { type Block, type Inline, readMarkdown } from './markdown.ts'

/** A page of Markdown. Raw HTML shows as text. */
export function Markdown({ source }: { readonly source: string }) {
  const blocks = useMemo(() => readMarkdown(source), [source])
  return (
    <div className={styles.page}>
      {blocks.map((block, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of a fixed page have no identity but their place
        <Part key={at} block={block} />
      ))}
    </div>
  )
}

function Part({ block }: { readonly block: Block }) {
  switch (block.is) {
    case 'heading':
      return block.level === 1 ? (
        <h3>
          <Words text={block.text} />
        </h3>
      ) : (
        <h4>
          <Words text={block.text} />
        </h4>
      )
    case 'code':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <pre tabIndex={0}>
          <code>{block.text}</code>
        </pre>
      )
    case 'list': {
      const List = block.ordered ? 'ol' : 'ul'
      return (
        <List>
          {block.items.map((item, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts of a fixed page have no identity but their place
            <li key={at}>
              <Words text={item} />
            </li>
          ))}
        </List>
      )
    }
    case 'table':
      return <Table head={block.head} rows={block.rows} />
    default:
      return (
        <p>
          <Words text={block.text} />
        </p>
      )
  }
}

/** Tables become lists of facts: the panel is narrower than any table of settings. */
function Table({ head, rows }: Omit<Extract<Block, { is: 'table' }>, 'is'>) {
  return (
    <dl className={styles.facts}>
      {rows.map(([name = [], ...rest], at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of a fixed page have no identity but their place
        <div key={at}>
          <dt>
            <Words text={name} />
          </dt>
          {rest.map((cell, column) =>
            cell.length === 0 ? null : (
              // biome-ignore lint/suspicious/noArrayIndexKey: parts of a fixed page have no identity but their place
              <dd key={column}>
                <span>
                  <Words text={head[column + 1] ?? []} />:
                </span>{' '}
                <Words text={cell} />
              </dd>
            ),
          )}
        </div>
      ))}
    </dl>
  )
}

function Words({ text }: { readonly text: readonly Inline[] }) {
  return text.map((part, at) => {
    const key = `${at}`
    if (part.is === 'code') return <code key={key}>{part.text}</code>
    if (part.is === 'strong') return <strong key={key}>{part.text}</strong>
    if (part.is === 'em') return <em key={key}>{part.text}</em>
    if (part.is === 'link')
      return (
        <a key={key} href={part.to} target="_blank" rel="noreferrer">
          {part.text}
        </a>
      )
    return part.text
  })
}
