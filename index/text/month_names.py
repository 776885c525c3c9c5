"""The names of months in the languages that news comes in, beside the English ones.

From the Unicode Common Locale Data Repository (de, fr, es, it, pt, nl, nb, da, sv, fi, pl, cs, uk,
ru, ro): as they stand in a date, and their short forms. Names that English has too are left out.
"""

from __future__ import annotations

import re

_NAMES = (
    "ene enero gen gennaio ianuarie janeiro januar januari janv janvier ledna stycznia tammikuuta "
    "січ січня янв января",
    "febbraio febrero februar februari februarie fev fevereiro févr février helmikuuta "
    "lutego února лют лютого февр февраля",
    "března maaliskuuta maart marca mars martie marts marzo março mrt märz бер березня мар марта",
    "abr abril aprile aprilie avr avril dubna huhtikuuta kwietnia апр апреля квіт квітня",
    "května mag maggio mai maio maj maja mayo mei toukokuuta мая трав травня",
    "czerwca giu giugno iunie juin junho juni junio kesäkuuta června июн июня черв червня",
    "heinäkuuta iulie juil juillet julho juli julio lipca lug luglio července июл июля лип липня",
    "ago agosto août augusti augustus elokuuta sierpnia srpna авг августа серп серпня",
    "septembre septembrie septiembre set setembro settembre syyskuuta września září вер вересня "
    "сент сентября",
    "lokakuuta octobre octombrie octubre okt oktober ott ottobre out outubro października "
    "října жовт жовтня окт октября",
    "listopada listopadu marraskuuta noiembrie novembre novembro noviembre лист листопада нояб "
    "ноября",
    "decembrie des desember dez dezembro dezember dic dicembre diciembre déc décembre grudnia "
    "joulukuuta prosince груд грудня дек декабря",
)
MONTH_OF = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
# For a pattern: the longest first, so that "mar" doesn't stand for "marzo".
FOREIGN_MONTH = "|".join(sorted(map(re.escape, MONTH_OF), key=len, reverse=True))
