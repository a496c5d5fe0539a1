"""`python -m diagnosis`: the commands of the command line and of the server."""

from pathlib import Path

from diagnosis.cli.main import main
from diagnosis.cli.output import exits_cleanly, out_option
from diagnosis.web.openapi_command import write_document
from diagnosis.web.serve import serve


@main.command()
@out_option("File to write; stdout if absent.")
@exits_cleanly
def openapi(out: Path | None) -> None:
    """Print the OpenAPI document of the service. 接口文档。"""
    write_document(out)


main.add_command(serve)

if __name__ == "__main__":
    main()
