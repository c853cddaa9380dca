import type { AriaLabelConfig } from '@xyflow/react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'

/** React Flow's own sentences in the language on screen. */
export function useAriaLabels(): Partial<AriaLabelConfig> {
  const { t } = useTranslation('canvas')
  return useMemo(
    () => ({
      'node.a11yDescription.default': t('aria.node'),
      'node.a11yDescription.keyboardDisabled': t('aria.node'),
      'node.a11yDescription.ariaLiveMessage': ({ x, y }: { direction: string; x: number; y: number }) =>
        t('aria.moved', { x, y }),
      'edge.a11yDescription.default': t('aria.wire'),
      'controls.ariaLabel': t('aria.controls'),
      'controls.zoomIn.ariaLabel': t('keys.zoomIn'),
      'controls.zoomOut.ariaLabel': t('keys.zoomOut'),
      'controls.fitView.ariaLabel': t('keys.fitAll'),
      'controls.interactive.ariaLabel': t('aria.interactive'),
      'minimap.ariaLabel': t('aria.minimap'),
      'handle.ariaLabel': t('aria.port'),
    }),
    [t],
  )
}
