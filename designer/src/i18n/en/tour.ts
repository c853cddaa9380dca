/** The first-run tour and the help menu. */
export const tour = {
  invite: {
    title: 'New to Liên Thông?',
    text: 'Six steps, about 15 minutes: from a template to a flow that runs with the simulators. You can stop and go on at any time.',
    begin: 'Begin the tour',
    skip: 'No, thanks',
  },
  title: 'Tour: step {{number}} of {{count}}',
  show: 'Show me',
  later: 'Later',
  skip: 'Skip the tour',
  done: '(done)',
  steps: {
    gallery: {
      title: 'Open the template gallery',
      text: 'Press "New flow", then "Choose from the template gallery".',
    },
    template: {
      title: 'Make a flow of a template',
      text: 'At the first template press "Use this template". Connections to the simulators and test cases are made with it.',
    },
    node: {
      title: 'Look into a step',
      text: 'On the canvas choose a step and press Enter (or double-click) to see what comes in, its settings and what goes out.',
    },
    test: {
      title: 'Try it',
      text: 'Close the window of the step, then press "Test". Nothing is sent out; the canvas shows what each step did.',
    },
    publish: {
      title: 'Publish',
      text: 'Press "Publish", write a note and confirm. The flow begins to take messages from the simulators.',
    },
    message: {
      title: 'See a message',
      text: 'Go to "Runs" and open a run of the flow that you published, to see a dossier go through its steps. The first may take some seconds.',
    },
  },
  through: {
    title: 'You have finished the tour',
    text: 'Your flow is running. Tour and template gallery are under "Help" at the foot of the side bar.',
    close: 'Close',
  },
  menu: {
    label: 'Help',
    begin: 'First-run tour',
    resume: 'Go on with the tour ({{done}}/{{count}})',
    again: 'Take the tour again',
    nodes: 'Help on the nodes',
    regions: 'F6: go between the regions of the screen',
  },
  nodeHelp: { title: 'Help', choose: 'Node', open: 'See the help (F1)' },
}
