//! What commands and their options are called and how they are described: one table, four languages.
//!
//! A name that is the same word in a language is written again; a test sees to it that no line is missing.

use serde_json::{Map, Value, json};

/// The languages besides English, as Discord names them; Spanish has two.
const GERMAN: usize = 0;
const FRENCH: usize = 1;
const SPANISH: usize = 2;
const LOCALES: [(&str, usize); 4] = [
    ("de", GERMAN),
    ("fr", FRENCH),
    ("es-ES", SPANISH),
    ("es-419", SPANISH),
];

/// One command, sub-command or option: its path, its English description, then (name, description) in each language.
struct Line {
    path: &'static str,
    english: &'static str,
    others: [(&'static str, &'static str); 3],
}

const fn line(
    path: &'static str,
    english: &'static str,
    others: [(&'static str, &'static str); 3],
) -> Line {
    Line {
        path,
        english,
        others,
    }
}

const TITLE: [(&str, &str); 3] = [
    ("titel", "Titel des Artikels"),
    ("titre", "Titre de l’article"),
    ("titulo", "Título del artículo"),
];

const TABLE: &[Line] = &[
    line(
        "ask",
        "Ask the articles; the answer quotes them and names its source",
        [
            (
                "fragen",
                "Die Artikel fragen; die Antwort zitiert sie und nennt die Quelle",
            ),
            (
                "demander",
                "Interroger les articles ; la réponse les cite avec leur source",
            ),
            (
                "preguntar",
                "Preguntar a los artículos; la respuesta los cita con su fuente",
            ),
        ],
    ),
    line(
        "ask question",
        "Your question, in your own words",
        [
            ("frage", "Deine Frage, in deinen Worten"),
            ("question", "Votre question, avec vos mots"),
            ("pregunta", "Tu pregunta, con tus palabras"),
        ],
    ),
    line(
        "ask in",
        "Only look in this article",
        [
            ("in", "Nur in diesem Artikel suchen"),
            ("dans", "Chercher seulement dans cet article"),
            ("en", "Buscar solo en este artículo"),
        ],
    ),
    line(
        "ask private",
        "Only you see the answer",
        [
            ("privat", "Nur du siehst die Antwort"),
            ("prive", "Vous seul voyez la réponse"),
            ("privado", "Solo tú ves la respuesta"),
        ],
    ),
    line(
        "help",
        "How to ask, with examples that work here",
        [
            ("hilfe", "So fragt man, mit Beispielen, die hier gelingen"),
            ("aide", "Comment demander, avec des exemples d’ici"),
            ("ayuda", "Cómo preguntar, con ejemplos de aquí"),
        ],
    ),
    line(
        "article",
        "The articles of this server",
        [
            ("artikel", "Die Artikel dieses Servers"),
            ("article", "Les articles de ce serveur"),
            ("articulo", "Los artículos de este servidor"),
        ],
    ),
    line(
        "article add",
        "Add an article by link or file; with neither, paste its text",
        [
            (
                "hinzufuegen",
                "Artikel per Link oder Datei; ohne beides den Text einfügen",
            ),
            (
                "ajouter",
                "Ajouter par lien ou fichier ; sans eux, coller le texte",
            ),
            (
                "agregar",
                "Añadir por enlace o archivo; sin ellos, pegar el texto",
            ),
        ],
    ),
    line(
        "article add url",
        "Address of the page",
        [
            ("url", "Adresse der Seite"),
            ("url", "Adresse de la page"),
            ("url", "Dirección de la página"),
        ],
    ),
    line(
        "article add file",
        "A file: txt, md, html, json, pdf, docx, epub",
        [
            ("datei", "Eine Datei: txt, md, html, json, pdf, docx, epub"),
            (
                "fichier",
                "Un fichier : txt, md, html, json, pdf, docx, epub",
            ),
            (
                "archivo",
                "Un archivo: txt, md, html, json, pdf, docx, epub",
            ),
        ],
    ),
    line(
        "article list",
        "List the articles",
        [
            ("liste", "Die Artikel auflisten"),
            ("liste", "Lister les articles"),
            ("lista", "Listar los artículos"),
        ],
    ),
    line(
        "article show",
        "Show one article",
        [
            ("zeigen", "Einen Artikel zeigen"),
            ("montrer", "Montrer un article"),
            ("mostrar", "Mostrar un artículo"),
        ],
    ),
    line("article show title", "Title of the article", TITLE),
    line(
        "article facts",
        "Show the facts found in an article",
        [
            ("fakten", "Die Fakten eines Artikels zeigen"),
            ("faits", "Montrer les faits d’un article"),
            ("datos", "Mostrar los datos de un artículo"),
        ],
    ),
    line("article facts title", "Title of the article", TITLE),
    line(
        "article edit",
        "Change title, address, publisher or date",
        [
            (
                "bearbeiten",
                "Titel, Adresse, Herausgeber oder Datum ändern",
            ),
            ("modifier", "Modifier titre, adresse, éditeur ou date"),
            ("editar", "Cambiar título, dirección, editor o fecha"),
        ],
    ),
    line("article edit title", "Title of the article", TITLE),
    line(
        "article refresh",
        "Fetch the page again and keep what changed",
        [
            ("auffrischen", "Die Seite neu holen und Änderungen behalten"),
            ("actualiser", "Recharger la page et garder les changements"),
            (
                "actualizar",
                "Volver a leer la página y guardar los cambios",
            ),
        ],
    ),
    line("article refresh title", "Title of the article", TITLE),
    line(
        "article remove",
        "Remove an article; it can be restored for 30 days",
        [
            (
                "entfernen",
                "Einen Artikel entfernen; 30 Tage lang umkehrbar",
            ),
            (
                "retirer",
                "Retirer un article ; réversible pendant 30 jours",
            ),
            ("quitar", "Quitar un artículo; reversible durante 30 días"),
        ],
    ),
    line("article remove title", "Title of the article", TITLE),
    line(
        "article restore",
        "Bring a removed article back",
        [
            ("wiederherstellen", "Einen entfernten Artikel zurückholen"),
            ("restaurer", "Restaurer un article retiré"),
            ("restaurar", "Recuperar un artículo quitado"),
        ],
    ),
    line("article restore title", "Title of the article", TITLE),
    line(
        "article history",
        "Show the versions of an article",
        [
            ("verlauf", "Die Fassungen eines Artikels zeigen"),
            ("historique", "Montrer les versions d’un article"),
            ("historial", "Mostrar las versiones de un artículo"),
        ],
    ),
    line("article history title", "Title of the article", TITLE),
    line(
        "dataset",
        "The operator’s shelf: articles for every server",
        [
            (
                "datensatz",
                "Das Regal des Betreibers: Artikel für alle Server",
            ),
            (
                "corpus",
                "Le fonds de l’opérateur : articles pour tous les serveurs",
            ),
            (
                "conjunto",
                "Los artículos del operador, para todos los servidores",
            ),
        ],
    ),
    line(
        "dataset status",
        "How many articles there are, and since when",
        [
            ("stand", "Wie viele Artikel es gibt und seit wann"),
            ("etat", "Combien d’articles, et depuis quand"),
            ("estado", "Cuántos artículos hay, y desde cuándo"),
        ],
    ),
    line(
        "dataset reload",
        "Read the files again; shows the plan first",
        [
            ("neuladen", "Die Dateien neu lesen; zeigt zuerst den Plan"),
            ("recharger", "Relire les fichiers ; montre d’abord le plan"),
            ("recargar", "Releer los archivos; muestra primero el plan"),
        ],
    ),
    line(
        "dataset check",
        "Check the files without loading them",
        [
            ("pruefen", "Die Dateien prüfen, ohne sie zu laden"),
            ("verifier", "Vérifier les fichiers sans les charger"),
            ("comprobar", "Comprobar los archivos sin cargarlos"),
        ],
    ),
    line(
        "settings",
        "Where I answer, who may add, how sure I must be",
        [
            (
                "einstellungen",
                "Wo ich antworte, wer beiträgt, wie sicher ich sein muss",
            ),
            (
                "reglages",
                "Où je réponds, qui ajoute, quelle certitude il faut",
            ),
            (
                "ajustes",
                "Dónde respondo, quién añade, cuánta certeza hace falta",
            ),
        ],
    ),
    line(
        "diagnose",
        "What I lack here to do my work",
        [
            ("diagnose", "Was mir hier für die Arbeit fehlt"),
            ("diagnostic", "Ce qui me manque ici pour travailler"),
            ("diagnostico", "Qué me falta aquí para trabajar"),
        ],
    ),
    line(
        "privacy",
        "What is kept about you; see it, delete it",
        [
            (
                "datenschutz",
                "Was über dich gespeichert ist; ansehen, löschen",
            ),
            (
                "confidentialite",
                "Ce qui est gardé sur vous ; le voir, l’effacer",
            ),
            ("privacidad", "Qué se guarda de ti; verlo, borrarlo"),
        ],
    ),
    line(
        "Find in articles",
        "",
        [
            ("In Artikeln suchen", ""),
            ("Chercher dans les articles", ""),
            ("Buscar en los artículos", ""),
        ],
    ),
    line(
        "Save as article",
        "",
        [
            ("Als Artikel speichern", ""),
            ("Enregistrer comme article", ""),
            ("Guardar como artículo", ""),
        ],
    ),
];

/// Puts names and descriptions into a command as it is sent to Discord, its options included.
pub fn put_into(command: &mut Value) {
    put_at("", command);
}

fn put_at(parent: &str, part: &mut Value) {
    let name = part.get("name").and_then(Value::as_str).unwrap_or_default();
    let path = match parent.is_empty() {
        true => name.to_owned(),
        false => format!("{parent} {name}"),
    };
    if let (Some(line), Some(part)) = (find(&path), part.as_object_mut()) {
        part.insert("name_localizations".into(), translated(line, |pair| pair.0));
        if !line.english.is_empty() {
            part.insert("description".into(), json!(line.english));
            part.insert(
                "description_localizations".into(),
                translated(line, |pair| pair.1),
            );
        }
    }
    let options = part.get_mut("options").and_then(Value::as_array_mut);
    for option in options.into_iter().flatten() {
        put_at(&path, option);
    }
}

fn translated(line: &Line, pick: fn(&(&'static str, &'static str)) -> &'static str) -> Value {
    let words = LOCALES.iter().filter_map(|(locale, language)| {
        Some((
            (*locale).to_owned(),
            json!(pick(line.others.get(*language)?)),
        ))
    });
    Value::Object(words.collect::<Map<_, _>>())
}

fn find(path: &str) -> Option<&'static Line> {
    TABLE.iter().find(|line| line.path == path)
}

/// Tells whether the table has a line for this path.
pub fn has(path: &str) -> bool {
    find(path).is_some()
}
