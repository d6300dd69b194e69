/* SPDX-License-Identifier: EUPL-1.2
 * The messages of the FIM quality check (XRepository: urn:xoev-de:fim-datenfelder:codeliste:xdfm) that xdf_quality.c
 * gives: number, weight, and what it says in our words. What the FIM calls an error is a warning here: a form of the
 * catalogue runs as it was released. The readers themselves give 1004, 1018, 1021, 1025, 1027, 1028, 1032, 1045 to
 * 1047, 1059 to 1085, 1115 and 1122 where they come upon them. */
#ifndef OZG_FORM_XDF_MESSAGES_H
#define OZG_FORM_XDF_MESSAGES_H

#define XDF_MESSAGES(_)                                                                                                \
	_(1001, WARNING, "Eine Regel nennt ein Element, das es hier nicht gibt.")                                          \
	_(1002, WARNING, "Der Name fehlt.")                                                                                \
	_(1003, NOTE, "Das Element kommt in mehreren Fassungen vor.")                                                      \
	_(1005, WARNING, "Die Kennung der Codeliste ist keine URN.")                                                       \
	_(1006, WARNING, "Zum rechtsnormgebundenen Element fehlt die Handlungsgrundlage.")                                 \
	_(1007, WARNING, "Dem Schema ist kein Dokumentsteckbrief zugeordnet.")                                             \
	_(1009, WARNING, "Die „Bezeichnung Eingabe“ fehlt: gezeigt wird der Name.")                                        \
	_(1010, NOTE, "Die „Bezeichnung Ausgabe“ fehlt.")                                                                  \
	_(1011, WARNING, "Ein Auswahlfeld muss den Datentyp Text haben.")                                                  \
	_(1012, NOTE, "Bei Auswahl und Hinweis gelten keine Feldlängen.")                                                  \
	_(1013, WARNING, "In einem Schema darf kein abstraktes Element stehen.")                                           \
	_(1014, WARNING, "Ein Datenfeld darf nicht abstrakt sein.")                                                        \
	_(1015, WARNING, "Eine Feldlänge gibt es nur bei Text.")                                                           \
	_(1016, WARNING, "Wertgrenzen gibt es nur bei Zahlen und Zeiten.")                                                 \
	_(1017, WARNING, "Eine Code- oder Werteliste steht bei einem Feld, das keine Auswahl ist: sie wird übergangen.")   \
	_(1019, NOTE, "Eine Regel nennt ein Element mit Fassung.")                                                         \
	_(1022, NOTE, "Zum Element fehlt die Handlungsgrundlage an der Stelle, an der es steht.")                          \
	_(1023, WARNING, "Die Gruppe enthält nichts und fehlt im Formular.")                                               \
	_(1024, WARNING, "Der Text der Regel fehlt.")                                                                      \
	_(1030, WARNING, "Die Art der Vorbefüllung ist unbekannt.")                                                        \
	_(1031, WARNING, "Die Strukturelementart ist unbekannt.")                                                          \
	_(1033, NOTE, "Die Änderbarkeit der Struktur ist unbekannt.")                                                      \
	_(1034, NOTE, "Die Änderbarkeit der Repräsentation ist unbekannt.")                                                \
	_(1037, NOTE, "Eine Codeliste wird in mehreren Fassungen benutzt.")                                                \
	_(1039, NOTE, "Die Kennung hat nicht die übliche Form: Buchstabe und Ziffern.")                                    \
	_(1040, WARNING, "Die Kennung der Codeliste ist leer.")                                                            \
	_(1041, NOTE, "Eine Regel nennt ein Element mit der alten, kurzen Kennung.")                                       \
	_(1042, WARNING, "Die Gruppenart ist unbekannt.")                                                                  \
	_(1043, WARNING, "Eine Auswahlgruppe braucht mindestens zwei Elemente.")                                           \
	_(1044, NOTE, "Eine Auswahl sollte mindestens zwei Einträge haben.")                                               \
	_(1048, NOTE, "Die Kennung der Codeliste entspricht nicht den Vorgaben, zum Beispiel wegen Umlauten.")             \
	_(1050, WARNING, "Die Bezeichnung fehlt: gezeigt wird der Name.")                                                  \
	_(1051, NOTE, "Der Bezug zur Handlungsgrundlage fehlt.")                                                           \
	_(1056, WARNING, "Eine Dateigröße gibt es nur bei Dateien.")                                                       \
	_(1057, WARNING, "Dateiarten gibt es nur bei Dateien.")                                                            \
	_(1058, NOTE, "Spalten gibt es nur zu einer Codeliste.")                                                           \
	_(1078, WARNING, "Das Schema enthält nichts.")                                                                     \
	_(1090, NOTE, "Ein Hinweis darf nur Text sein.")                                                                   \
	_(1093, NOTE, "In einer Auswahl heißen zwei Einträge gleich.")                                                     \
	_(1095, NOTE, "Das Default-Datenfeld sollte es nur ausnahmsweise geben.")                                          \
	_(1096, NOTE, "Der Default-Dokumentsteckbrief sollte nur übergangsweise zugeordnet sein.")                         \
	_(1098, NOTE, "Bezeichnung und Hilfetext sind gleich.")                                                            \
	_(1099, NOTE, "Name und Hilfetext sind gleich.")                                                                   \
	_(1100, WARNING, "Bei einer Datei darf kein Inhalt stehen.")                                                       \
	_(1101, NOTE, "Zum harmonisierten Element fehlt die Handlungsgrundlage.")                                          \
	_(1102, NOTE, "Bei einem Textfeld sollten kleinste und größte Länge stehen.")                                      \
	_(1103, NOTE, "Bei einer Zahl oder einem Datum sollte ein Wertebereich stehen.")                                   \
	_(1105, NOTE, "Die Fassung einer Codeliste sollte ein Datum sein.")                                                \
	_(1106, NOTE, "Eine Gruppe sollte mehr als ein Element haben.")                                                    \
	_(1109, NOTE, "Ein Hinweis hat keinen Inhalt.")                                                                    \
	_(1116, WARNING, "Das Element ist im Katalog als inaktiv gekennzeichnet.")                                         \
	_(1118, WARNING, "Ein Element einer Auswahlgruppe muss 0:1 vorkommen: so wird es hier gelesen.")                   \
	_(1120, WARNING, "Bei einer Datei darf kein Muster stehen.")                                                       \
	_(1133, NOTE, "Der Link einer Handlungsgrundlage ist keine Adresse.")                                              \
	_(1139, NOTE, "Dateien sollten mehrfach möglich sein.")                                                            \
	_(1142, WARNING, "„Status geändert am“ fehlt.")                                                                    \
	_(1143, WARNING, "„Status geändert am“ fehlt beim Schema.")

#endif
