"""``nianbao document``: documents of accepted returns, written again."""

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import click

from nianbao.cli.chinese import ChineseCommand, OneOf, help_option
from nianbao.cli.options import body_named, chosen_year, opened, year_option
from nianbao.county.folder import DOCUMENTS, County
from nianbao.documents.formats import FORMATS, PDF, USUAL
from nianbao.documents.missing_glyphs import MissingGlyphs
from nianbao.errors import UsageProblem
from nianbao.files import safe_name
from nianbao.store.store import Store
from nianbao.store.submissions import Submission


@click.command(cls=ChineseCommand, add_help_option=False)
@click.argument("names", metavar="[机关]…", nargs=-1)
@year_option("报告年度，默认是去年。")
@click.option(
    "--format",
    "kinds",
    type=OneOf(list(FORMATS)),
    multiple=True,
    metavar="格式",
    help="只写一种：docx、html、pdf，或 fragment（贴进门户网站编辑器的网页正文）；"
    "可以写几次，默认写 docx 和 html。",
)
@click.option("--pdf", is_flag=True, help="另写一份 PDF。")
@click.option("--volume", is_flag=True, help="另把全部年报合成一册（Word、PDF）和一页目录。")
@help_option
@click.pass_obj
def document(folder: Path, /, names: Sequence[str], year: int | None, **asked: Any) -> None:
    """把已接收的年报重新写成文，放在 成文/ 里；改了模板以后用。

    \b
    例：nianbao document
        nianbao document 巡镇镇 --format docx
        nianbao document --pdf --volume
    """
    if asked["volume"] and names:
        raise click.UsageError("--volume 汇编全部已接收的年报，不用写机关。")
    # The libraries that write documents are of no use to the other commands.
    from nianbao.intake.publishing import publish

    with opened(folder) as (county, store):
        chosen = chosen_year(county, year)
        wanted = [body_named(county, name) for name in names]
        accepted = _accepted(store, chosen, wanted)
        for name in wanted:
            if name not in accepted:
                raise UsageProblem(f"“{name}”{chosen} 年度还没有接收的年报，写不了成文。")
        wanted = wanted or _in_order(county, accepted)
        kinds = tuple(asked["kinds"]) or USUAL
        if asked["pdf"] and PDF not in kinds:
            kinds += (PDF,)
        results = list(publish(county, store, [accepted[name] for name in wanted], kinds))
        written = [each for each, _ in results]
        paths = [each.outputs[kind] for each in written for kind in kinds]
        for path in filter(None, paths):
            click.echo(path)
        lacking = [each for _, each in results if each is not None]
        if asked["volume"] and written:
            lacking += _bind(county, chosen, written)
    _tell(lacking, f"共 {len(written)} 份年报，{chosen} 年度。")


def _tell(lacking: Sequence[MissingGlyphs], summary: str) -> None:
    """Print of which reports there is no PDF, each once, and the summary."""
    for sentence in dict.fromkeys(map(str, lacking)):
        click.echo(sentence, err=True)
    click.echo(summary, err=True)
    if lacking:
        raise SystemExit(MissingGlyphs.exit_code)


def _accepted(store: Store, year: int, names: Sequence[str]) -> Mapping[str, Submission]:
    """Return by body what counts, of all bodies where none is named."""
    if not names:
        return store.accepted(year)
    found = ((name, store.accepted_of(name, year)) for name in names)
    return {name: each for name, each in found if each is not None}


def _in_order(county: County, accepted: Sequence[str] | Any) -> list[str]:
    listed = [body.name for body in county.roster if body.name in accepted]
    return listed + [name for name in accepted if name not in listed]


def _bind(county: County, year: int, written: Sequence[Submission]) -> list[MissingGlyphs]:
    """Bind the reports into one Word file and one PDF, and list their web pages on one page.

    Returns why there is no PDF of them, where there is none.
    """
    from nianbao.county.roll_up import own_name
    from nianbao.documents.composition import Published
    from nianbao.documents.formats import writer_for
    from nianbao.documents.volume import Volume

    bound = [
        (Published(each.report, each.particulars), PurePosixPath(each.outputs.get("html") or ""))
        for each in written
        if each.report is not None and each.particulars is not None
    ]
    volume = Volume(own_name(county), year, tuple(published for published, _ in bound))
    writer = writer_for(county.path)
    made: dict[str, bytes] = {}
    lacking: list[MissingGlyphs] = []
    starts: tuple[int, ...] = ()
    try:
        pdf = writer.volume_pdf(volume)
        made[".pdf"], starts = pdf.content, pdf.starts
    except MissingGlyphs as problem:
        lacking.append(problem)
    made[".docx"] = writer.volume_word(volume, starts)
    pages = [page.name for _, page in bound]
    if all(pages):
        made[".html"] = writer.index(volume, pages)
    for ending, content in made.items():
        name = safe_name(f"{volume.author}{volume.title}{ending}")
        path = county.write_aside(f"{DOCUMENTS}/{name}", content)
        click.echo(path.relative_to(county.path).as_posix())
    return lacking
