"""`python -m diagnosis`: the commands of the command line and of the server."""

from diagnosis.cli.main import main
from diagnosis.web.openapi_command import openapi
from diagnosis.web.serve import serve

main.add_command(serve)
main.add_command(openapi)

if __name__ == "__main__":
    main()
