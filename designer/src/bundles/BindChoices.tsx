import { NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import styles from './bundles.module.css'

/** A thing that was made elsewhere and is named here: a connection, a code table, a flow. */
export interface Bindable {
  readonly id: string
  readonly label: string
  readonly description?: string
  /** One of that name is here, and of the right kind. */
  readonly fits: boolean
  readonly candidates: readonly { readonly id: string; readonly title: string }[]
}

/** Asks for each thing which one of this installation takes its place; what is left open keeps its name. */
export function BindChoices({
  things,
  bind,
  onBind,
}: {
  readonly things: readonly Bindable[]
  readonly bind: Readonly<Record<string, string>>
  readonly onBind: (bind: Readonly<Record<string, string>>) => void
}) {
  const { t } = useTranslation('bundles')
  const choose = (id: string, value: string): void => {
    const { [id]: _old, ...rest } = bind
    onBind(value === '' ? rest : { ...rest, [id]: value })
  }
  return things.map((it) => (
    <NativeSelect
      key={it.id}
      className={styles.bind ?? ''}
      label={it.label}
      description={it.description}
      value={bind[it.id] ?? ''}
      onChange={(event) => choose(it.id, event.currentTarget.value)}
      data={[
        { value: '', label: it.fits ? t('bind.same', { id: it.id }) : t('bind.later') },
        ...it.candidates
          .filter(({ id }) => !it.fits || id !== it.id)
          .map(({ id, title }) => ({ value: id, label: `${title} (${id})` })),
      ]}
    />
  ))
}
