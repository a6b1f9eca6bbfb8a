import type { Catalogue } from './en';
import { plurals } from './plural';

const plural = plurals('es');

/** Everything the page says, in Spanish. */
export const es: Catalogue = {
  product: 'Plenary',
  skipToContent: 'Ir al contenido',
  skipToText: 'Ir al texto',
  close: 'Cerrar',
  tryAgain: 'Intentar de nuevo',
  loading: 'Cargando…',
  comma: ', ',
  list: (items) => new Intl.ListFormat('es').format(items),

  page: {
    start: 'Entrar',
    conference: 'Conferencia',
    draft: 'Proyecto',
    notFound: 'Esta página no existe',
    notFoundHelp: 'Quizá la dirección esté mal escrita o el proyecto haya sido retirado.',
    toConference: 'A la conferencia',
  },

  look: {
    menu: 'Idioma y apariencia',
    language: 'Idioma',
    theme: 'Apariencia',
    themes: { system: 'Como el dispositivo', light: 'Clara', dark: 'Oscura' },
  },

  failure: {
    heading: 'No ha funcionado',
    unreachable: 'No se puede acceder al servidor. Compruebe la red e inténtelo de nuevo.',
    signIn: 'Entre en la conferencia para ver esta página.',
    toStart: 'Entrar',
  },

  start: {
    heading: '¿Quién es usted?',
    help: 'Elija en nombre de quién entrar. Todas las personas son inventadas.',
    search: 'Buscar por nombre, ciudad, función o sesión',
    found: (count) => plural(count, { one: '# participante', other: '# participantes' }),
    none: 'No hay coincidencias. Pruebe con una ciudad, una sesión como S2 o una función.',
    enterAs: (name) => `Entrar como ${name}`,
    inSessions: (role, sessions) => `${role}, ${sessions}`,
    continueAs: (name) => `Continuar como ${name}`,
    hereAs: (name) => `Está aquí como ${name}.`,
    notEntered: (reason) => `No ha podido entrar: ${reason}`,
  },

  roles: {
    delegate: 'Delegación',
    head_of_delegation: 'Jefatura de delegación',
    rapporteur: 'Relatoría',
    chair: 'Presidencia',
    secretariat: 'Secretaría',
    observer: 'Observación',
    interpreter: 'Interpretación',
    screen_operator: 'Pantalla',
    technician: 'Técnica',
  },

  me: {
    menu: (name) => `Usted: ${name}`,
    change: 'Entrar como otra persona',
    leave: 'Salir',
    leaveLoses: (count) =>
      plural(count, {
        one: 'Un cambio no ha llegado al servidor y se borrará de este dispositivo. ¿Salir de todos modos?',
        other: '# cambios no han llegado al servidor y se borrarán de este dispositivo. ¿Salir de todos modos?',
      }),
  },

  conference: {
    when: (dates, place) => `${place}, ${dates}`,
    sessions: 'Sesiones',
    session: (number) => `Sesión ${number}`,
    status: { scheduled: 'Prevista', in_progress: 'En curso', suspended: 'Suspendida', closed: 'Clausurada' },
    room: 'Sala',
    chair: 'Presidencia',
    rapporteur: 'Relatoría',
    meetings: 'Reuniones',
    yourRole: (role) => `Usted: ${role}`,
    noDrafts: 'Todavía no hay proyecto.',
    programme: 'Programa',
    person: (name, city) => `${name}, ${city}`,
  },

  draft: {
    statuses: {
      preparing: 'En preparación',
      drafting: 'En redacción',
      negotiating: 'En negociación',
      frozen: 'Congelado',
    },
    open: (title) => `Abrir el proyecto «${title}»`,
    kicker: (session, status) => `Sesión ${session} · ${status}`,
    inSession: (session) => `Sesión ${session}`,
    actionPoints: (count) => plural(count, { one: '# punto de acción', other: '# puntos de acción' }),
    agreed: (count) => plural(count, { one: '# acordado', other: '# acordados' }),
    agreedAdRef: (count) => `${count} ad referéndum`,
    openBrackets: (count) => plural(count, { one: '# corchete abierto', other: '# corchetes abiertos' }),
    textLabel: 'El texto',
    empty: 'Este proyecto aún no tiene texto.',
    opening: 'Abriendo el texto…',
    quarantined:
      'Este proyecto no se pudo cargar entero. Se muestra el último texto que se pudo cargar; se ha avisado al técnico.',
    overHttp:
      'No es posible una conexión directa. Este es el texto tal como estaba hace un momento; aquí no se puede modificar.',
  },

  point: {
    heading: 'Puntos de acción',
    label: (number) => `Punto de acción ${number}`,
    preamble: 'Preámbulo',
    headingEntry: 'Encabezado',
    untitled: 'Sin título',
    titlePlaceholder: 'Título del punto de acción',
    add: 'Añadir un punto de acción',
    states: {
      drafting: 'En redacción',
      under_negotiation: 'En negociación',
      agreed_ad_ref: 'Acordado ad ref.',
      agreed: 'Acordado',
      merged: 'Fusionado',
      withdrawn: 'Retirado',
    },
    here: (names) => `Aquí: ${names}`,
  },

  paragraph: {
    states: { open: 'Abierto', agreed_ad_ref: 'Acordado ad referéndum', agreed: 'Acordado' },
    alternate: (ordinal, which) => `${ordinal} Alt. ${which}`.trimStart(),
    strayBracket: 'Este corchete no tiene pareja',
  },

  tools: {
    label: 'Herramientas de texto',
    bold: 'Negrita',
    italic: 'Cursiva',
    link: 'Enlace',
    bracket: 'Poner corchetes',
    undo: 'Deshacer',
    redo: 'Rehacer',
    linkHeading: 'Enlace',
    linkHelp: 'Seleccione primero las palabras que desea enlazar.',
    linkAddress: 'Dirección',
    linkWrong: 'No es una dirección web. Debería parecerse a https://example.org.',
    linkSet: 'Poner el enlace',
    linkRemove: 'Quitar el enlace',
    cancel: 'Cancelar',
  },

  people: {
    label: 'Presentes en este proyecto',
    more: (count) => plural(count, { one: '+# delegación', other: '+# delegaciones' }),
    here: (count) => plural(count, { one: '# persona aquí', other: '# personas aquí' }),
    heading: 'En este proyecto',
    nobody: 'Sin conexión no se sabe quién está presente.',
    in: (points) => `en ${points}`,
    you: 'usted',
  },

  save: {
    opening: 'Abriendo…',
    saved: 'Todos los cambios guardados',
    saving: 'Guardando…',
    late: 'Todavía sin guardar',
    degraded: 'La base de datos no está disponible. Siga escribiendo; se guardará cuando vuelva',
    degradedUnsaved: (count) =>
      plural(count, {
        one: 'Aún sin guardar: la base de datos no está disponible. Espera # cambio',
        other: 'Aún sin guardar: la base de datos no está disponible. Esperan # cambios',
      }),
    offline: 'Sin conexión. No hay nada pendiente de guardar',
    offlineKept: (count) =>
      plural(count, {
        one: 'Sin conexión. # cambio conservado en este dispositivo',
        other: 'Sin conexión. # cambios conservados en este dispositivo',
      }),
    offlineNotKept: (count) =>
      plural(count, {
        one: 'Sin conexión. # cambio no conservado en este dispositivo: deje abierta esta página',
        other: 'Sin conexión. # cambios no conservados en este dispositivo: deje abierta esta página',
      }),
    closed: 'No conectado',
    closedKept: (count) =>
      plural(count, {
        one: 'No conectado. # cambio conservado en este dispositivo',
        other: 'No conectado. # cambios conservados en este dispositivo',
      }),
    closedNotKept: (count) =>
      plural(count, {
        one: 'No conectado. # cambio solo en esta página: cópielo',
        other: 'No conectado. # cambios solo en esta página: cópielos',
      }),
    notTaken: 'No aceptado: sus palabras se conservan junto al texto',
    readOnly: {
      role: 'Solo lectura para usted: su función en esta sesión no escribe aquí',
      cannot_save: 'Solo lectura por ahora: el servidor no puede guardar. Lo que escribió se conserva aquí',
      quarantined: 'Solo lectura: este proyecto no se pudo cargar entero',
      too_large: 'Solo lectura: el proyecto ha alcanzado su tamaño máximo',
    },
    notOnDevice: 'Este navegador no conserva copia en este dispositivo. Deje la página abierta hasta que todo esté guardado.',
    retry: 'Conectar ahora',
    willRetry: 'No hay conexión. Siga escribiendo; esta página vuelve a conectarse por sí sola.',
  },

  closed: {
    wrong_protocol: 'El servidor no entiende esta página. Vuelva a cargarla; si no basta, avise al técnico.',
    signed_out: 'Su acceso ha terminado. Entre de nuevo; lo que escribió se conserva en este dispositivo.',
    not_allowed: 'No puede abrir este proyecto. Consulte a la secretaría si cree que debería poder.',
    no_such_draft: 'Ese proyecto no existe. Quizá haya sido retirado.',
    unreconciled:
      'El texto de esta página y el del servidor no se pueden conciliar. Copie sus palabras de aquí y vuelva a cargar la página.',
    outdated_page: 'Esta página es más antigua que el texto. Vuelva a cargarla para continuar.',
    too_many_connections: 'Hay demasiadas pantallas abiertas. Cierre otra pestaña de este proyecto e inténtelo de nuevo.',
    reload: 'Volver a cargar la página',
    enter: 'Entrar de nuevo',
  },

  notTaken: {
    heading: 'Palabras no aceptadas',
    why: {
      malformed: 'El servidor no pudo leer este cambio.',
      foreign_client_id: 'El cambio se hizo en nombre de otra persona.',
      not_in_schema: 'El cambio contiene algo que un proyecto no puede contener.',
      duplicate_paragraph: 'El cambio repite un párrafo que ya existe.',
      too_large: 'El cambio, o el proyecto con él, es demasiado grande.',
      too_fast: 'Llegaron demasiados cambios a la vez.',
      not_allowed: 'No puede modificar este texto.',
      unreconciled: 'El texto de aquí y el del servidor no se pudieron conciliar.',
      new_generation: 'El proyecto se empezó de nuevo durante su ausencia.',
    },
    help: 'No se ha perdido nada: esto es lo que escribió. Cópielo o escríbalo de nuevo.',
    copy: 'Copiar',
    copied: 'Copiado',
    copyAll: 'Copiar todo',
    dismiss: 'Ya no las necesito',
    confirmDismiss: 'Estas palabras se borrarán de este dispositivo. ¿Prescindir de ellas?',
  },

  parts: {
    label: 'Partes de la pantalla',
    points: 'Puntos',
    text: 'Texto',
  },
};
