"""What a package brings here: commands, units and files. What is not listed is installed in name only."""
import os
import re

from outside import link

UNIT = """[Unit]
Description={what}
After=network.target

[Service]
ExecStart={start}
ExecReload=/bin/kill -HUP $MAINPID

[Install]
WantedBy=multi-user.target
"""
NGINX = """user nginx;
worker_processes 1;
error_log /var/log/nginx/error.log notice;
pid /run/nginx.pid;
events { worker_connections 1024; }
http {
    access_log /var/log/nginx/access.log;
    default_type application/octet-stream;
    types { text/html html htm; text/css css; application/javascript js mjs; application/json json;
            text/plain txt; image/png png; image/svg+xml svg; image/jpeg jpg jpeg; }
    include /etc/nginx/conf.d/*.conf;
    server {
        listen 80;
        listen [::]:80;
        server_name _;
        root /usr/share/nginx/html;
        include /etc/nginx/default.d/*.conf;
    }
}
"""
HTTPD = """ServerRoot "/etc/httpd"
Listen 80
DocumentRoot "/var/www/html"
IncludeOptional conf.d/*.conf
"""
DATABASES = {
    r"redis6?": ("redis-server", ["redis-server", "redis-cli", "redis6-server", "redis6-cli"]),
    r"mariadb\d*-server": ("mariadb-server", ["mariadbd", "mariadb", "mysqld", "mysql"]),
    r"postgresql\d*-server": ("postgresql", ["postgres", "psql"]),
    r"haproxy\d*": ("haproxy", ["haproxy"]),
}
# In the image, or what the distribution has anyway.
THERE = r"python3(\.\d+)?|python3-libs|bash|coreutils|systemd|openssh-server|amazon-linux-release|aws-cfn-bootstrap|awscli(-2)?"


class Missing(Exception):
    """The distribution has no such program: the sentence says which package would bring it."""


def bring(name):
    """True if something can be seen of it afterwards."""
    if re.fullmatch(r"nodejs\d*(-npm)?|npm", name):
        _node()
    elif re.fullmatch(r"httpd2?(-tools)?", name):
        _httpd()
    elif re.fullmatch(r"nginx(-core|1)?", name):
        _nginx()
    elif re.fullmatch(THERE, name):
        return True
    else:
        return _database(name)
    return True


def _node():
    link("/lab/node", "node")
    if os.path.isdir("/lab/npm"):
        link("/lab/npm/bin/npm-cli.js", "npm")
        link("/lab/npm/bin/npx-cli.js", "npx")


def _httpd():
    for folder in "/etc/httpd/conf", "/etc/httpd/conf.d", "/var/www/html", "/var/www/cgi-bin", "/var/log/httpd":
        os.makedirs(folder, exist_ok=True)
    _keep("/etc/httpd/conf/httpd.conf", HTTPD)
    for name in "httpd", "apachectl":
        link("/lab/standins/web.py", name)
    _unit("httpd", "The Apache HTTP Server", "/usr/sbin/httpd -DFOREGROUND")


def _nginx():
    for folder in "/etc/nginx/conf.d", "/etc/nginx/default.d", "/usr/share/nginx/html", "/var/log/nginx", "/var/lib/nginx":
        os.makedirs(folder, exist_ok=True)
    _keep("/etc/nginx/nginx.conf", NGINX)
    _keep("/usr/share/nginx/html/index.html", "<!doctype html><title>Welcome to nginx!</title><h1>Welcome to nginx!</h1>\n")
    isthere = os.path.exists("/lab/sbin/nginx")
    link("/lab/sbin/nginx" if isthere else "/lab/standins/web.py", "nginx")
    _unit("nginx", "The nginx HTTP and reverse proxy server", "/usr/sbin/nginx -g 'daemon off;'")


def _database(name):
    for pattern, (package, commands) in DATABASES.items():
        if not re.fullmatch(pattern, name):
            continue
        paths = {each: _program(each.replace("redis6", "redis")) for each in commands}
        if paths[commands[0]] is None:
            raise Missing(f"{name} needs a program that this computer does not have: sudo apt-get install {package}")
        for command, path in paths.items():
            if path is not None:
                link(path, command)
        if commands[0] == "redis-server":
            for unit in "redis", "redis6":
                _unit(unit, "Redis", "/usr/bin/redis-server --dir /tmp")
        return True
    return False


def _program(name):
    return next((path for path in (f"/lab/bin/{name}", f"/lab/sbin/{name}") if os.path.exists(path)), None)


def _unit(name, what, start):
    _keep(f"/usr/lib/systemd/system/{name}.service", UNIT.format(what=what, start=start))


def _keep(path, text):
    if not os.path.exists(path):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
