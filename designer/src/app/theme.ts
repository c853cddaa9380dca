import {
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
  type MantineThemeOverride,
} from '@mantine/core'

// Shades 6 and 7 carry white text at 4.5:1 or more; 2 to 4 are text on dark.
const accent: MantineColorsTuple = [
  '#eef5fc',
  '#d9e8f7',
  '#b3d0ee',
  '#8fbdea',
  '#6aa5e0',
  '#4a8cd3',
  '#2a70bc',
  '#1f62ad',
  '#1a5291',
  '#143f70',
]
const red: MantineColorsTuple = [
  '#fdf0f0',
  '#fadbdb',
  '#f2b3b3',
  '#f09a9a',
  '#e57575',
  '#d64545',
  '#c43232',
  '#b02525',
  '#931f1f',
  '#741818',
]
const green: MantineColorsTuple = [
  '#edf8f0',
  '#d6efdd',
  '#aedfbc',
  '#86cf9b',
  '#5fbd7b',
  '#3ca35c',
  '#238044',
  '#1b6e36',
  '#155a2c',
  '#0f4521',
]
const dark: MantineColorsTuple = [
  '#dde1e6',
  '#bcc3ca',
  '#98a0a8',
  '#6d757e',
  '#3d434a',
  '#33383e',
  '#26292e',
  '#1b1e22',
  '#16181b',
  '#111315',
]

/** The words that components of the library say by themselves. */
export interface ThemeWords {
  readonly close: string
}

/** The look: Be Vietnam Pro, nothing under 14 px, a 4 px grid, one accent colour, line height 1.5. */
export function designerTheme(words: ThemeWords): MantineThemeOverride {
  return createTheme({
    colors: { accent, red, green, dark },
    primaryColor: 'accent',
    primaryShade: { light: 7, dark: 6 },
    fontFamily: "'Be Vietnam Pro', system-ui, sans-serif",
    fontFamilyMonospace: "ui-monospace, 'Cascadia Mono', Consolas, 'DejaVu Sans Mono', monospace",
    fontSizes: { xs: '14px', sm: '14px', md: '14px', lg: '16px', xl: '20px' },
    lineHeights: { xs: '1.5', sm: '1.5', md: '1.5', lg: '1.5', xl: '1.5' },
    spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
    radius: { xs: '2px', sm: '4px', md: '4px', lg: '8px', xl: '12px' },
    defaultRadius: 'sm',
    headings: { fontWeight: '600' },
    respectReducedMotion: true,
    components: {
      // The library's own colour of initials falls short of WCAG AA on some of its tints.
      Avatar: { styles: { placeholder: { color: 'var(--mantine-color-text)' } } },
      Button: { defaultProps: { size: 'sm' } },
      Modal: { defaultProps: { closeButtonProps: { 'aria-label': words.close }, transitionProps: { duration: 0 } } },
      Drawer: { defaultProps: { closeButtonProps: { 'aria-label': words.close } } },
      Notification: { defaultProps: { closeButtonProps: { 'aria-label': words.close } } },
      Tooltip: { defaultProps: { openDelay: 300, transitionProps: { duration: 0 }, maw: 400, multiline: true } },
      // Without the library's placeholder for the focus, which is no menu item, the first item has it at once.
      Menu: { defaultProps: { transitionProps: { duration: 0 }, withInitialFocusPlaceholder: false } },
      Popover: { defaultProps: { transitionProps: { duration: 0 } } },
      InputWrapper: {
        vars: () => ({
          label: { '--input-asterisk-color': 'var(--lt-error)' },
          description: { '--input-description-size': '14px' },
          error: { '--input-error-size': '14px' },
        }),
      },
      Input: { vars: () => ({ wrapper: { '--input-bd': 'var(--lt-line-strong)' } }) },
      Table: { defaultProps: { verticalSpacing: 8, horizontalSpacing: 12 } },
    },
  })
}

/** Colours of the library that fall short of WCAG AA are replaced; our own are in `global.css`. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-text': '#1f2429',
    '--mantine-color-dimmed': '#59626b',
    '--mantine-color-placeholder': '#68717a',
    '--mantine-color-error': '#b02525',
    '--mantine-color-default-border': '#d3d8dd',
  },
  dark: {
    '--mantine-color-text': '#dde1e6',
    '--mantine-color-dimmed': '#a4acb4',
    '--mantine-color-placeholder': '#98a0a8',
    '--mantine-color-error': '#f59a9a',
    '--mantine-color-default-border': '#3d434a',
  },
})
