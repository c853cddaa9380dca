import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { IconBook2, IconHelp, IconRoute2, IconTemplate } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { tourSteps } from '#shared/api/tour.ts'
import { useTour } from '../tour/use-tour.ts'
import { useHelp } from './help-context.ts'

/** Help at the foot of the rail: the tour, the template gallery, the help of the nodes. */
export function HelpMenu() {
  const { t } = useTranslation(['tour', 'templates'])
  const { tour, save } = useTour()
  const help = useHelp()
  const half = tour !== undefined && tour.done.length > 0 && tour.done.length < tourSteps.length
  const words = half
    ? t('menu.resume', { done: tour.done.length, count: tourSteps.length })
    : t(tour?.state === 'done' ? 'menu.again' : 'menu.begin')
  return (
    <Menu position="right-end" withinPortal>
      <Menu.Target>
        <Tooltip label={t('menu.label')} position="right">
          <ActionIcon variant="subtle" color="gray" size={32} aria-label={t('menu.label')}>
            <IconHelp size={20} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {tour ? (
          <>
            <Menu.Item
              leftSection={<IconRoute2 size={16} />}
              onClick={() => save(half ? { ...tour, state: 'open' } : { state: 'open', done: [] })}
            >
              {words}
            </Menu.Item>
            <Menu.Item leftSection={<IconTemplate size={16} />} component={Link} to="/thu-vien-mau">
              {t('templates:title')}
            </Menu.Item>
          </>
        ) : null}
        <Menu.Item leftSection={<IconBook2 size={16} />} onClick={() => help()}>
          {t('menu.nodes')}
        </Menu.Item>
        <Menu.Label>{t('menu.regions')}</Menu.Label>
      </Menu.Dropdown>
    </Menu>
  )
}
