"""How the page is served: everything between the network and :mod:`ui.app`.

The one package that imports starlette, fastapi and uvicorn. :func:`ui.serving.server.serve` puts it together.
"""
