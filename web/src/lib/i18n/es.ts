import type { Catalogue } from './en';
import { plurals } from './plural';
import { within } from './within';

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
    size: 'Tamaño del texto',
    sizes: { small: 'Pequeño', normal: 'Normal', large: 'Grande', larger: 'Muy grande' },
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
      switched_off: 'Solo lectura: la presidencia no ha abierto la escritura a los miembros',
      not_meeting: 'Solo lectura: la sesión no está reunida en este momento',
      preparing: 'Solo lectura: la secretaría prepara este proyecto',
      negotiating: 'Solo lectura: en esta lectura escribe el relator',
      frozen: 'Solo lectura: la sesión está clausurada',
      cannot_save: 'Solo lectura por ahora: el servidor no puede guardar. Lo que escribió se conserva aquí',
      quarantined: 'Solo lectura: este proyecto no se pudo cargar entero',
      too_large: 'Solo lectura: el proyecto ha alcanzado su tamaño máximo',
    },
    notOnDevice: 'Este navegador no conserva copia en este dispositivo. Deje la página abierta hasta que todo esté guardado.',
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
      locked: 'Entretanto este texto fue acordado.',
      unreconciled: 'El texto de aquí y el del servidor no se pudieron conciliar.',
      new_generation: 'El proyecto se empezó de nuevo durante su ausencia.',
      deleted_by_others: 'Otra persona eliminó el párrafo en el que usted escribía.',
    },
    help: 'No se ha perdido nada: esto es lo que escribió. Cópielo o escríbalo de nuevo.',
    copy: 'Copiar',
    dismiss: 'Ya no las necesito',
    confirmDismiss: 'Estas palabras se borrarán de este dispositivo. ¿Prescindir de ellas?',
  },

  lists: {
    menu: 'Marcas de los párrafos',
    kinds: {
      number: 'Números: 1.',
      letter: 'Letras: (a)',
      roman: 'Números romanos: (i)',
      bullet: 'Viñetas: •',
      none: 'Sin marca',
    },
    indent: 'Un nivel más',
    outdent: 'Un nivel menos',
    more: 'Más herramientas de texto',
  },

  brackets: {
    next: (count) =>
      plural(count, {
        one: 'Corchete siguiente (# en este proyecto)',
        other: 'Corchete siguiente (# en este proyecto)',
      }),
    previous: 'Corchete anterior',
    neverClosed: 'Este corchete no se cierra',
    neverOpened: 'Este corchete no se abrió',
  },

  remarks: {
    selected: (points) =>
      plural(points, { one: '# punto de acción seleccionado', other: '# puntos de acción seleccionados' }),
    copied: (points) => plural(points, { one: '# punto de acción copiado', other: '# puntos de acción copiados' }),
    partsSelected: (parts) =>
      plural(parts, { one: '# parte del proyecto seleccionada', other: '# partes del proyecto seleccionadas' }),
    partsCopied: (parts) =>
      plural(parts, { one: '# parte del proyecto copiada', other: '# partes del proyecto copiadas' }),
    locked: 'Este texto está acordado. Solo la presidencia puede reabrirlo.',
    not_across:
      'Las palabras de varios puntos de acción se pueden copiar, pero no modificar a la vez. Modifique los puntos de acción de uno en uno.',
    bracket: (ordinal, total, point) => `Corchete ${ordinal} de ${total}, ${within(point)}`,
    strayBracket: (reason, point) => `${reason}: ${within(point)}`,
    no_brackets: 'No hay corchetes en este proyecto.',
    nothing_to_paste: 'No hay palabras en lo que ha pegado. Un proyecto no puede contener imágenes ni archivos.',
    paste_too_long: 'Lo que ha pegado es demasiado largo para aceptarlo de una vez. Péguelo en partes más pequeñas.',
    pasted_as_words:
      'No hay conexión, así que las palabras se han pegado como un solo párrafo. Péguelas de nuevo más tarde para conservar párrafos y listas.',
  },

  parts: {
    label: 'Partes de la pantalla',
    points: 'Puntos',
    text: 'Texto',
  },

  footnotes: {
    tool: 'Nota al pie',
    name: (number) => `Nota ${number}`,
    list: (point) => `Notas: ${within(point)}`,
    back: (number) => `Nota ${number}: ir a su lugar en el texto`,
    edit: (number) => `Modificar la nota ${number}`,
    headingNew: 'Nueva nota al pie',
    words: 'Texto de la nota',
    insert: 'Insertar',
    save: 'Guardar',
    remove: 'Eliminar la nota',
    problems: {
      empty: 'Escriba primero el texto de la nota.',
      readOnly:
        'El texto no se puede modificar en este momento. Deje abierta esta ventana e inténtelo de nuevo, o copie sus palabras.',
      reloaded:
        'Entretanto el texto se ha vuelto a cargar. Copie sus palabras, cierre esta ventana y pida de nuevo la nota.',
    },
  },

  outline: {
    move: (name) => `Mover: ${name}`,
    moveHelp: 'Arrastre, o use las flechas arriba y abajo',
    menu: (name) => `Qué hacer con: ${name}`,
    up: 'Mover hacia arriba',
    down: 'Mover hacia abajo',
    addAfter: 'Añadir un punto de acción después',
    addHeading: 'Añadir un encabezado antes',
    split: 'Dividir aquí',
    merge: 'Fusionar con el anterior',
    remove: 'Eliminar',
    isNow: (title, number) => `«${title}» es ahora ${number}.`,
    isNowAt: (title, place) => `«${title}» es ahora el elemento ${place} del texto.`,
    isFirst: 'Es el primero.',
    isLast: 'Es el último.',
    needsCaret: 'Ponga primero el cursor en el párrafo con el que debe empezar el nuevo punto de acción.',
    splitsNothing: 'No quedaría nada antes: es el primer párrafo.',
    agreedMoves: 'Un texto acordado pasaría a otro punto de acción. Antes habría que reabrirlo.',
    agreedGoes: 'Contiene texto acordado, que antes habría que reabrir.',
    mayNotArrange: 'Esto corresponde al relator y a la presidencia.',
    nothingBefore: 'No hay nada antes.',
    headingApart: 'Un encabezado queda separado del texto.',
    removed: (name) => `${name} eliminado. Sus palabras se conservan.`,
    removedUnderYou: (name) => `${name} eliminado mientras usted estaba en él. Sus palabras se conservan.`,
    merged: (name, into) => `${name} fusionado con ${within(into)} mientras usted estaba en él.`,
    cannotUndo: 'Esto ya no se puede deshacer: otra persona ha movido los mismos párrafos desde entonces.',
    refused:
      'Otra persona movió los mismos párrafos en el mismo momento. Su cambio de la estructura no se ha hecho; no se ha perdido ninguna palabra.',
    bringItBack: 'Recuperar',
    leaveRemoved: 'Dejar eliminado',
    showRemoved: (count) =>
      plural(count, { one: '# punto de acción eliminado', other: '# puntos de acción eliminados' }),
    removedHeading: 'Puntos de acción eliminados',
    removedHelp: 'Sus palabras se conservan. Al recuperar un punto de acción, vuelve a su lugar o queda al final.',
    nothingRemoved: 'Todos están de nuevo en el texto.',
    bringBack: (title) => `Recuperar: ${title}`,
    broughtBack: (title) => `«${title}» está de nuevo en el texto.`,
    notices: 'Avisos sobre la estructura',
  },

  mishap: {
    broken:
      'Algo ha fallado en esta página. Vuelva a cargarla para continuar; lo que escribió se conserva en este dispositivo en la medida de lo posible.',
    partMissing:
      'No se pudo cargar una parte de esta página: quizá la página sea más antigua que el servidor o no haya red. Vuelva a cargarla para continuar; lo que escribió se conserva en este dispositivo.',
    words: (count) =>
      plural(count, {
        one: '# párrafo con palabras aún sin guardar',
        other: '# párrafos con palabras aún sin guardar',
      }),
  },

  rescue: {
    reload: 'Volver a cargar la página',
    copied: 'Copiado',
    copyAll: 'Copiar todo',
  },

  network: {
    retry: 'Conectar ahora',
    willRetry: 'No hay conexión. Siga escribiendo; esta página vuelve a conectarse por sí sola.',
    remembered: 'No se puede acceder al servidor. Esto es lo último que vio este dispositivo.',
    enterNeedsServer:
      'Para entrar como otra persona hay que acceder al servidor. Compruebe la red e inténtelo de nuevo.',
    conferenceNotKept:
      'No se puede acceder al servidor, y este dispositivo aún no ha visto la conferencia. Busque una red e inténtelo de nuevo.',
    reconnecting: 'No hay conexión. Esta página vuelve a conectarse por sí sola.',
    socketRefused:
      'El servidor responde, pero esta red no deja pasar ninguna conexión directa. Siga escribiendo: todo se conserva aquí y se enviará cuando haya conexión. Abajo está su copia; lo que otras personas han escrito desde entonces no figura en ella.',
    socketRefusedReadOnly:
      'El servidor responde, pero esta red no deja pasar ninguna conexión directa. Pruebe con otra red o consulte al técnico.',
    showNewest: 'Ver el texto más reciente',
    showMine: 'Volver a su copia',
  },

  offline: {
    draftNotKept:
      'No se puede acceder al servidor, y este dispositivo no conserva copia de este proyecto. Busque una red y ábralo una vez; desde entonces se abrirá aquí sin red.',
    waitsKept: (count) =>
      plural(count, {
        one: '# cambio conservado en este dispositivo',
        other: '# cambios conservados en este dispositivo',
      }),
    waitsNotKept: (count) =>
      plural(count, {
        one: '# cambio solo en esta página: cópielo',
        other: '# cambios solo en esta página: cópielos',
      }),
    noCopy: 'Sin copia en este dispositivo',
    newest:
      'Este es el texto tal como lo tienen los demás, que se vuelve a cargar cada poco tiempo. Sus palabras aún sin guardar no figuran en él; aquí no se puede modificar.',
  },

  find: {
    label: 'Ir a un número o a unas palabras',
    placeholder: 'Número o palabras',
    key: 'Ctrl+G',
    results: 'Pasajes encontrados',
    count: (count) => plural(count, { one: '# resultado', other: '# resultados' }),
    none: 'No se ha encontrado nada. Pruebe con menos letras o con un número como 2.6.',
    more: (count) => plural(count, { one: '# más no se muestra', other: '# más no se muestran' }),
    goToPoint: (title) => `Ir al ${within(title)}`,
    at: (place, total) => `${place} de ${total}`,
    previous: 'Resultado anterior',
    next: 'Resultado siguiente',
    end: 'Terminar la búsqueda',
    notLoaded: 'No se pudo cargar la búsqueda. Compruebe la red e inténtelo de nuevo.',
    titled: 'Título',
  },

  addresses: {
    copyPoint: (point) => `Copiar el enlace: ${within(point)}`,
    copyParagraph: 'Copiar el enlace a este párrafo',
    copied: (link) => `Enlace copiado: ${link}`,
    notCopied: (link) => `Este navegador no deja que la página copie. Copie el enlace a mano: ${link}`,
    pointGone: 'La dirección señala un punto de acción que ya no está en este proyecto.',
    paragraphGone:
      'La dirección señala un párrafo que ya no está en este proyecto. Busque sus palabras o pregunte a quien la envió.',
    arrived: (paragraph, point) => `Párrafo ${paragraph}, ${within(point)}`,
    arrivedIn: (point) => `Un párrafo, ${within(point)}`,
  },

  following: {
    follow: 'Seguir',
    followPerson: (person) => `Seguir a ${person}`,
    label: 'Seguimiento',
    following: (person) => `Sigue a ${person}`,
    nowhere: 'aún en ningún punto de acción',
    unknown: 'a la espera de la conexión',
    gone: (person) => `${person} ha salido de este proyecto`,
    stop: 'Parar',
    stopped: (person) => `Ya no sigue a ${person}`,
  },

  paragraphMenu: {
    menu: 'Este párrafo',
    language: 'Idioma del párrafo',
    draftLanguage: (language) => `Como el proyecto (${language})`,
    none: 'Ponga primero el cursor en un párrafo.',
  },

  draftMenu: {
    menu: 'Más',
    print: 'Imprimir',
    hall: 'Pantalla de la sala',
  },

  printed: {
    on: (date) => `Impreso el ${date}`,
  },

  happened: {
    added: (point) => `${point} añadido.`,
    removed: (point) => `${point} eliminado.`,
    moved: (point) => `${point} movido.`,
    titled: (point, title) => `${point}, «${title}»,`,
    many: (count) =>
      plural(count, {
        one: '# punto de acción ha cambiado de lugar.',
        other: '# puntos de acción han cambiado de lugar.',
      }),
    brackets: (count, point) => `${point}: ${count}.`,
    came: (person) => `${person} ya está aquí.`,
    state: (paragraph, state) => `${paragraph}: ${state}.`,
    statesChanged: (count) =>
      plural(count, {
        one: 'Ha cambiado el estado de # párrafo.',
        other: 'Ha cambiado el estado de # párrafos.',
      }),
  },

  hall: {
    page: 'Pantalla de la sala',
    controls: 'Controles de la pantalla de la sala',
    back: 'Volver al proyecto',
    follow: 'Seguir a una persona',
    fixed: 'No seguir a nadie',
    point: 'Punto de acción',
    previous: 'Punto de acción anterior',
    next: 'Punto de acción siguiente',
    smaller: 'Texto más pequeño',
    larger: 'Texto más grande',
    fullScreen: 'Pantalla completa',
    leaveFullScreen: 'Salir de la pantalla completa',
    person: (person, role) => `${person} · ${role}`,
    away: (person) => `${person} (ausente)`,
    somebody: 'Una persona ausente',
    waiting: 'A la espera del texto…',
    live: 'En directo',
    notLive: (time) => `Sin conexión. Texto de las ${time}`,
    closed: 'Sin conexión. Vuelva a cargar esta página.',
    keys: 'Flechas: otro punto de acción · + y −: tamaño del texto · F: pantalla completa · cifras e Intro: punto de acción por número · Esc: volver',
    typed: (digits) => `Punto de acción ${digits}; después, Intro`,
    noSuchPoint: (number) => `No hay punto de acción ${number}.`,
  },
};
